import type { Output } from "../../src/domain/output.ts";
import { Terminal, type TerminalView } from "./terminal.ts";

type StreamOutput = Extract<Output, { kind: "stream" }>;
export type OtherOutput = Exclude<Output, StreamOutput>;

/** What is shown as one: neighbouring pieces of printed text, or any other output. */
export type Group =
  | { readonly kind: "text"; readonly view: TerminalView; readonly pieces: readonly StreamOutput[] }
  | { readonly kind: "other"; readonly output: OtherOutput };

interface OpenText {
  readonly terminal: Terminal;
  readonly pieces: StreamOutput[];
}

/**
 * Groups the outputs of a cell while it grows. Only what is new is looked at, so that a cell which prints for long
 * costs no more with each piece.
 */
export class OutputGroups {
  #seen: readonly Output[] = [];
  #groups: Group[] = [];
  #open: OpenText | null = null;

  /** Groups of these outputs; a group that did not change is the same object as before. */
  update(outputs: readonly Output[]): readonly Group[] {
    if (outputs === this.#seen) return this.#groups;
    if (!continues(this.#seen, outputs)) {
      this.#groups = [];
      this.#seen = [];
      this.#open = null;
    }
    const groups = [...this.#groups];
    const fresh = outputs.slice(this.#seen.length);
    fresh.forEach((output, index) => {
      if (output.kind === "stream") this.#print(groups, output, fresh[index + 1]?.kind !== "stream");
      else {
        this.#open = null;
        groups.push({ kind: "other", output });
      }
    });
    this.#seen = outputs;
    this.#groups = groups;
    return groups;
  }

  #print(groups: Group[], output: StreamOutput, isLast: boolean): void {
    if (this.#open === null) {
      this.#open = { terminal: new Terminal(), pieces: [] };
      groups.push({ kind: "text", view: this.#open.terminal.view(), pieces: [] });
    }
    const { terminal, pieces } = this.#open;
    terminal.append(output.text, output.name === "stderr");
    pieces.push(output);
    // `pieces` grows in place: whoever asks for them wants those of now.
    if (isLast) groups[groups.length - 1] = { kind: "text", view: terminal.view(), pieces };
  }
}

function continues(before: readonly Output[], after: readonly Output[]): boolean {
  return (
    before.length <= after.length && before[0] === after[0] && before.at(-1) === after[before.length - 1]
  );
}

// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^-~])/g;
const OVERWRITTEN = /^[^\n]*\r(?=[^\n])/gm;

/** Printed text without colours, and without what carriage returns wrote over. */
export function plainText(pieces: readonly { readonly text: string }[]): string {
  return withoutColors(pieces.map(({ text }) => text).join("")).replace(OVERWRITTEN, "");
}

/** The text without escape sequences. */
export function withoutColors(text: string): string {
  return text.replace(ESCAPES, "");
}
