import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { InterpreterError, messageOf } from "../../base/errors.ts";
import { oneLine, wordsOf } from "../../base/serverWords.ts";
import { keyOf } from "./openClient.ts";
import type { Provider } from "./provider.ts";

const ASK_AGAIN = "What was done so far is kept; ask again.";
const MOVED = "It sends requests on to another address: check the connection.";
const ACTIONS: Record<number, string> = {
  301: MOVED,
  302: MOVED,
  307: MOVED,
  308: MOVED,
  401: "Set the connection's key again, or sign in again.",
  403: "Check whether the key, or the account, may use this model.",
  404: "Check the connection's address and its model or deployment.",
  429: "Wait a little, or check the quota. What was done so far is kept.",
};

/** What went wrong at the provider, as a person is told: with its status and the id of the request. */
export function explain(error: unknown, provider: Provider): unknown {
  const { destination } = provider;
  if (error instanceof InterpreterError || !(error instanceof APIError)) return error;
  if (error instanceof APIConnectionError) {
    const isLate = error instanceof APIConnectionTimeoutError;
    const message = isLate ? `${destination} did not answer in time.` : `${destination} cannot be reached.`;
    const action = `Check the network and the connection's address. ${ASK_AGAIN}`;
    return new InterpreterError("upstream", "unreachable", message, { action, cause: error });
  }
  const status = typeof error.status === "number" ? error.status : undefined;
  const request = typeof error.requestID === "string" ? ` (request ${error.requestID.slice(0, 100)})` : "";
  const message = `${destination} answered: ${wordsOf(error, keyOf(provider.client))}${request}.`;
  const code = status === 401 || status === 403 ? "key_refused" : "provider_error";
  return new InterpreterError("upstream", code, message, {
    action: ACTIONS[status ?? 0] ?? ASK_AGAIN,
    cause: error,
    ...(status === undefined ? {} : { status }),
  });
}

/** A response that the provider itself gave up; `message` and `code` are the provider's. */
export function responseFailed(
  provider: Provider,
  responseId: string,
  { code, message }: { code: string; message: string },
): InterpreterError {
  const said = oneLine(message, keyOf(provider.client)) || code;
  const text = `${provider.destination} ended the answer: ${said} (response ${responseId.slice(0, 100)}).`;
  const isBusy = code === "rate_limit_exceeded";
  return new InterpreterError("upstream", "response_failed", text, {
    action: isBusy ? ACTIONS[429]! : ASK_AGAIN,
    cause: new Error(message),
    ...(isBusy ? { status: 429 } : {}),
  });
}

/** A stream that ended too early, with nothing left to ask for the rest. */
export function brokenOff(provider: Provider, cause: unknown): InterpreterError {
  const message = `The connection to ${provider.destination} broke off in the middle of an answer, and the rest of it cannot be had.`;
  return new InterpreterError("upstream", "broken_off", message, { action: ASK_AGAIN, cause });
}

/** An answer of another form than the API's. */
export function garbled({ destination }: Provider, cause: unknown): InterpreterError {
  const message = `${destination} sent an answer that is not one of this API.`;
  return new InterpreterError("upstream", "garbled", message, {
    action: `Check the connection's address. ${ASK_AGAIN}`,
    cause,
  });
}

/** What the provider no longer has, if that is what the error says: it can be made anew. */
export function lossIn(error: unknown): "container" | "response" | null {
  const cause = error instanceof InterpreterError ? error.cause : error;
  const status = cause instanceof APIError ? cause.status : undefined;
  if (status !== undefined && ![400, 404, 410].includes(Number(status))) return null;
  const text = messageOf(cause);
  if (/\bcontainer\b.*\b(expired|not found|does not exist|deleted)\b/is.test(text)) return "container";
  // One that was begun and is lost then is another matter: what was shown of it stands.
  const isRefused = error instanceof APIError && status !== undefined;
  return isRefused && /previous[_ ]response|\bresponse\b.*\bnot found\b/is.test(text) ? "response" : null;
}
