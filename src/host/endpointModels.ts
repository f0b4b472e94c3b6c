import { z } from "zod";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { withKey } from "./endpointSetting.ts";

const TIMEOUT_MS = 10_000;
const MAX_MODELS = 1000;

export interface EndpointAccess {
  readonly baseURL: string;
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const name = z.string().min(1).max(300);
/** OpenAI's form of a list, or that of a Foundry project. */
const answerSchema = z.union([
  z.object({ data: z.array(z.object({ id: name })) }).transform(({ data }) => data.map(({ id }) => id)),
  z.object({ value: z.array(z.object({ name })) }).transform(({ value }) => value.map((one) => one.name)),
]);

/**
 * Names of the models that an endpoint has, sorted. Throws InterpreterError of kind "upstream" with a message that fits
 * one line.
 */
export function endpointModels(
  { baseURL, apiKey, headers }: EndpointAccess,
  signal: AbortSignal,
): Promise<string[]> {
  const sent = {
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    ...withKey(headers, apiKey),
  };
  return listNames(`${baseURL}/models`, sent, apiKey !== undefined, signal);
}

/** Names in a list that is at `url`, sorted. Throws as `endpointModels` does. */
export async function listNames(
  url: string,
  headers: Readonly<Record<string, string>>,
  hasKey: boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const request = {
    headers: { accept: "application/json", ...headers },
    // To follow would be to show the key to someone else.
    redirect: "manual" as const,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  };
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, request);
    answer = response.ok ? await response.json() : await response.body?.cancel();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof SyntaxError)
      throw failure(t("It answered with something else than a list of models."), cause);
    if (cause instanceof Error && cause.name === "TimeoutError") {
      throw failure(t("It did not answer within {0} seconds.", TIMEOUT_MS / 1000), cause);
    }
    throw failure(t("It cannot be reached: {0}.", reasonOf(cause)), cause);
  }
  if (!response.ok) throw failure(refusal(response.status, hasKey));
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw failure(t("It answered with something else than a list of models."));
  const names = new Set(parsed.data.slice(0, MAX_MODELS));
  return [...names].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}

function refusal(status: number, hasKey: boolean): string {
  if (status === 401 || status === 403) {
    return hasKey
      ? t("It did not accept the API key ({0}).", status)
      : t("It asks for an API key ({0}).", status);
  }
  if (status === 404) return t('It has no list of models (404); most addresses end in "/v1".');
  if (status >= 300 && status < 400) return t("It sends requests on to another address ({0}).", status);
  return t("It answered with the error {0}.", status);
}

// What `fetch` throws says why in its cause only, e.g. "connect ECONNREFUSED 127.0.0.1:11434".
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  return code === "" ? messageOf(error) : code;
}

function failure(message: string, cause?: unknown): InterpreterError {
  return new InterpreterError("upstream", "no_models", message, { cause });
}
