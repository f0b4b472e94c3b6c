import type { Output } from "./output.ts";

const RESULT_LIMIT = 12_000;

/** What a model is told of what a cell produced; too much is cut in the middle, where it is missed least. */
export function resultText(outputs: readonly Output[]): string {
  const text = outputs.map(outputText).join("");
  if (text === "") return "(no output)";
  return cutResult(text);
}

/** Without its middle when it is too long. */
export function cutResult(text: string): string {
  if (text.length <= RESULT_LIMIT) return text;
  const half = RESULT_LIMIT / 2;
  return `${text.slice(0, half)}\n… ${text.length - RESULT_LIMIT} characters left out …\n${text.slice(-half)}`;
}

function outputText(output: Output): string {
  switch (output.kind) {
    case "stream":
      return output.text;
    case "error":
      return `${output.traceback}\n`;
    case "image":
      return `[a picture was shown to the person: ${output.file.name}${output.alt === "" ? "" : `, "${output.alt}"`}]\n`;
    case "display": {
      const text = output.data["text/plain"];
      return typeof text === "string" ? `${text}\n` : "";
    }
  }
}
