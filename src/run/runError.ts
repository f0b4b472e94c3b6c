import { InterpreterError, sentenceOf } from "../base/errors.ts";

/** Why a run failed, as its last event tells it. */
export function runErrorOf(thrown: unknown): { code: string; message: string } {
  return { code: codeOf(thrown), message: sentenceOf(thrown) };
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof InterpreterError)) return "server_error";
  return thrown.status === 429 ? "rate_limit_exceeded" : thrown.code;
}
