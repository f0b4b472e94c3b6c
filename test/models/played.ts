import type { RunEnd } from "../../src/domain/event.ts";
import type { Output } from "../../src/domain/output.ts";
import type { Turn } from "../../src/run/model.ts";

/** What a question led to. */
export interface Played {
  readonly end: RunEnd;
  readonly error: string | undefined;
  /** The last message. */
  readonly answer: string;
  readonly cells: readonly { readonly code: string; readonly failed: boolean }[];
  readonly outputs: readonly Output[];
  /** Titles of the pictures, in order. */
  readonly pictures: readonly string[];
  /** The thread with this question and its answer, for a next one. */
  readonly turns: readonly Turn[];
}

/** What no answer may have: an end other than "completed", a number that no cell printed, a hole. */
export function faultsOf({ end, error, answer, outputs, turns }: Played): string[] {
  const asked = turns.flatMap((turn) =>
    turn.role === "user" ? [turn.text, JSON.stringify(turn.files)] : [],
  );
  const seen = new Set([...asked, ...outputs.map((output) => textOf(output))].flatMap(numbersIn));
  const unprinted = numbersIn(answer).filter((number) => !seen.has(number));
  const hole = /undefined|\bnull\b|\bNaN\b|\[object|\*\*\*\*|``|\?\?/.exec(answer);
  return [
    ...(end === "completed" && answer.trim() !== "" ? [] : [`it ended as ${end}: ${error}`]),
    ...unprinted.map((number) => `${number} was not printed`),
    ...(hole === null ? [] : [`it has ${hole[0]}`]),
  ];
}

const numbersIn = (text: string): string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? [];

function textOf(output: Output): string {
  if (output.kind === "stream") return output.text;
  if (output.kind === "error") return output.message;
  return output.kind === "display" ? JSON.stringify(output.data) : "";
}
