import type { Output } from "../../domain/output.ts";

// oxlint-disable-next-line no-control-regex
const ANSI = /\u001b(?:\[[\d;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;
const CONTROLS = /(?![\n\t])\p{Cc}/gu;

/** The outputs with neighbouring pieces of one stream as one. */
export function joined(outputs: readonly Output[]): Output[] {
  const whole: Output[] = [];
  for (const output of outputs) {
    const last = whole.at(-1);
    if (output.kind === "stream" && last?.kind === "stream" && last.name === output.name) {
      whole[whole.length - 1] = { ...last, text: last.text + output.text };
    } else whole.push(output);
  }
  return whole;
}

/** What a person would see of printed text at its end: no colours, of a line that was rewritten the last version. */
export function asSeen(text: string): string {
  return text.replace(ANSI, "").split("\n").map(lastVersion).join("\n").replace(CONTROLS, "");
}

// No pattern: one that looks for the end of a line takes as long as the line is, squared.
function lastVersion(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  return line.slice(line.lastIndexOf("\r", end - 1) + 1, end);
}
