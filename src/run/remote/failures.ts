import { APIConnectionError, APIError, type OpenAI } from "openai";
import { InterpreterError } from "../../base/errors.ts";
import { isWebPage, oneLine } from "../../base/serverWords.ts";
import { keyOf } from "../hosted/openClient.ts";
import { retryAfterMs } from "../retryAfter.ts";

interface Server {
  readonly client: OpenAI;
  /** For people. */
  readonly host: string;
}

const KEPT = "What was done so far is kept; ask again.";
const ACTIONS: Record<number, string> = {
  401: "Set the key of this connection again.",
  403: "Check whether the key may be used for this.",
  404: `Check the address of this connection (most end in "/v1").`,
  429: "Wait a little, or check the quota.",
};

/** What a request met, as a sentence for people with status and request id; what is no failure of the server stays as it is. */
export function explain(error: unknown, { host, client }: Server): unknown {
  if (error instanceof APIConnectionError) {
    const message = `${host} cannot be reached.`;
    const action = `Is the server running, and the address right? ${KEPT}`;
    return new InterpreterError("upstream", "unreachable", message, { action, cause: error });
  }
  if (!(error instanceof APIError)) return error;
  const { status, requestID } = error;
  const request = typeof requestID === "string" ? `, request ${requestID}` : "";
  const number = typeof status === "number" ? ` with status ${status}` : "";
  const code = status === 401 || status === 403 ? "key_refused" : "server_error";
  return new InterpreterError(
    "upstream",
    code,
    `${host} answered${number}: ${saidBy(error, client)}${request}.`,
    {
      action: ACTIONS[status ?? 0] ?? KEPT,
      cause: error,
      ...(typeof status === "number" ? { status } : {}),
    },
  );
}

/** A stream that broke off and what asking for the run again met. */
export function brokenOff(host: string, cause: unknown): InterpreterError {
  const message = `The connection to ${host} broke off while the run worked, and could not be made again.`;
  return new InterpreterError("upstream", "broken_off", message, { action: KEPT, cause });
}

export function statusOf(error: unknown): number | undefined {
  if (error instanceof InterpreterError) return error.status;
  return error instanceof APIError && typeof error.status === "number" ? error.status : undefined;
}

/** The server's own words in one line, without a web page and without the key. */
function saidBy({ error, message }: APIError, client: OpenAI): string {
  const own: unknown =
    error !== null && typeof error === "object" && "message" in error ? error.message : null;
  const text = typeof own === "string" ? own : message;
  return isWebPage(text) ? "a web page" : oneLine(text, keyOf(client));
}

const MAX_WAIT_MS = 60_000;

/** How long the server wants to be left alone, at most a minute; undefined: it does not tell. */
export function waitAskedFor(error: unknown): number | undefined {
  const waitMs = error instanceof APIError ? retryAfterMs(error.headers) : null;
  return waitMs === null ? undefined : Math.min(waitMs, MAX_WAIT_MS);
}
