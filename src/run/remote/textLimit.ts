import { InterpreterError } from "../../base/errors.ts";
import type { RunChange } from "../../domain/event.ts";

const MILLION = 1_000_000;
const MAX_CHARS = 16 * MILLION;

/** Hands changes on to `emit` until a server has said too much in one run, which throws: some never end. */
export function withTextLimit(emit: (change: RunChange) => void, host: string): (change: RunChange) => void {
  let chars = 0;
  return (change) => {
    chars += charsOf(change);
    if (chars > MAX_CHARS) throw tooMuch(host);
    emit(change);
  };
}

function charsOf(change: RunChange): number {
  if (change.type === "text.delta" || change.type === "cell.code") return change.delta.length;
  return change.type === "cell.output" ? JSON.stringify(change.output).length : 0;
}

function tooMuch(host: string): InterpreterError {
  const message = `${host} sent more than ${MAX_CHARS / MILLION} million characters in one run.`;
  const action = "What came until then is kept; have less printed, or write it to a file.";
  return new InterpreterError("upstream", "too_much", message, { action });
}
