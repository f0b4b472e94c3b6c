import { setTimeout as pause } from "node:timers/promises";
import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import type {
  ResponseCreateParamsStreaming,
  ResponseStreamEvent,
} from "openai/resources/responses/responses";
import type { Stream } from "openai/streaming";
import type { Provider } from "./provider.ts";
import { retryAfterMs } from "../retryAfter.ts";
import type { Waits } from "./waits.ts";

const MAX_RETRIES = 4;

export interface Asking {
  readonly provider: Provider;
  readonly params: ResponseCreateParamsStreaming;
  readonly waits: Waits;
  readonly signal: AbortSignal;
  /** Base addresses of providers that take no background responses. */
  readonly withoutBackground: Set<string>;
  /** Tells the person of a long wait. */
  readonly tell: (text: string) => void;
}

/**
 * Sends a request for a response: in the background where the provider does that, as such a one can be resumed; again,
 * after the time that it wants, where it is busy. Throws APIError for what it refuses.
 */
export async function askProvider({
  provider,
  params,
  signal,
  waits,
  tell,
  withoutBackground,
}: Asking): Promise<Stream<ResponseStreamEvent>> {
  const { client, destination } = provider;
  for (let attempt = 0; ; attempt++) {
    const isBackground = !withoutBackground.has(client.baseURL);
    try {
      const body = isBackground ? { ...params, background: true } : params;
      return await client.responses.create(body, { signal, maxRetries: 0, timeout: waits.silenceMs });
    } catch (error) {
      signal.throwIfAborted();
      if (isBackground && refusesBackground(error)) {
        withoutBackground.add(client.baseURL);
        continue;
      }
      const waitMs = attempt < MAX_RETRIES ? waitFor(error, waits.retryMs * 2 ** attempt) : null;
      if (waitMs === null || waitMs > waits.patienceMs) throw error;
      if (waitMs >= waits.tellMs) {
        tell(`${destination} is busy. The question is sent again in ${Math.ceil(waitMs / 1000)} s.`);
      }
      await pause(waitMs, undefined, { signal });
    }
  }
}

/** Whether the provider could not answer just now, and may well do so later. */
export function isBusy({ status }: APIError): boolean {
  return status === 408 || status === 409 || status === 429 || Number(status) >= 500;
}

function refusesBackground(error: unknown): boolean {
  if (!(error instanceof APIError) || error.status !== 400) return false;
  return error.param === "background" || /\bbackground\b/i.test(error.message);
}

/** How long to wait before the request is repeated; null for what will not be better then. */
function waitFor(error: unknown, usualMs: number): number | null {
  // It may well have been taken on: to ask again would be to ask twice.
  if (error instanceof APIConnectionTimeoutError) return null;
  if (error instanceof APIConnectionError) return usualMs;
  if (!(error instanceof APIError) || !isBusy(error) || error.code === "insufficient_quota") return null;
  const headers = error.headers as Headers | undefined;
  if (headers?.get("x-should-retry") === "false") return null;
  return retryAfterMs(headers) ?? usualMs;
}
