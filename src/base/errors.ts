/** Who has to act: the set is small and closed, so that borders can convert each kind in one place. */
export type ErrorKind = "user" | "policy" | "session" | "upstream" | "cancelled" | "defect";

interface ErrorDetails {
  /** What the person can do next, as one sentence. */
  action?: string;
  cause?: unknown;
  /** HTTP status where the failure has one. */
  status?: number;
}

/** The only error that is meant to reach a person: says what happened, what was kept, what to do next. */
export class InterpreterError extends Error {
  override readonly name = "InterpreterError";
  readonly kind: ErrorKind;
  readonly code: string;
  readonly action: string | undefined;
  readonly status: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.code = code;
    this.action = details.action;
    this.status = details.status;
  }
}

/** The message of anything that was thrown; rejections are not always Errors. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The sentence for a person: message, then what to do. */
export function sentenceOf(error: unknown): string {
  const action = error instanceof InterpreterError ? error.action : undefined;
  return action === undefined ? messageOf(error) : `${messageOf(error)} ${action}`;
}

/** Silent: someone asked for the end, so nobody needs to be told of it. */
export function cancelled(cause?: unknown): InterpreterError {
  return new InterpreterError("cancelled", "cancelled", "Cancelled.", { cause });
}

export function isCancelled(error: unknown): boolean {
  return (
    (error instanceof InterpreterError && error.kind === "cancelled") ||
    (error instanceof Error && error.name === "AbortError")
  );
}
