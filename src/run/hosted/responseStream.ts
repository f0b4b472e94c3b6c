import { setTimeout as pause } from "node:timers/promises";
import { APIConnectionError, APIError } from "openai";
import type { Stream } from "openai/streaming";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { type Asking, askProvider, isBusy } from "./askProvider.ts";
import { InterpreterError } from "../../base/errors.ts";
import { brokenOff } from "./failure.ts";
import { InOrder } from "./inOrder.ts";
import { eventIn, numberOf, type ProviderResponse, responseSchema, type ResponseEvent } from "./wire.ts";

/** Breaks without anything new in between, after which the stream is not asked for again. */
const MAX_BREAKS = 3;
type Event = { readonly event: ResponseEvent | null };

/**
 * One response, from the request to its end, over a connection that may break: what was missed is asked for, by its
 * place in the stream, or else by looking at the response until it has ended.
 */
export class ResponseStream {
  readonly #parts: Asking;
  readonly #order = new InOrder<Event>();
  #id: string | null = null;
  #end: ProviderResponse | null = null;
  #isNews = false;
  #fault: unknown;

  constructor(parts: Asking) {
    this.#parts = parts;
  }

  /** The provider's id; null before it was told. */
  get id(): string | null {
    return this.#id;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** The response as it ended, once `events` has. */
  get end(): ProviderResponse {
    if (this.#end === null) throw new InterpreterError("defect", "no_end", "The response has not ended.");
    return this.#end;
  }

  get isBackground(): boolean {
    return !this.#parts.withoutBackground.has(this.#parts.provider.client.baseURL);
  }

  /**
   * Every event once, in order; the last one carries the response as it ended. Throws APIError for what the provider
   * refused, and InterpreterError when the rest cannot be had.
   */
  async *events(): AsyncGenerator<ResponseEvent> {
    let open: () => Promise<Stream<ResponseStreamEvent>> = () => askProvider(this.#parts);
    for (let breaks = 0; breaks <= MAX_BREAKS; breaks++) {
      const stream = await this.#openOrNull(open);
      if (stream === null) break;
      this.#isNews = false;
      yield* this.#read(stream);
      if (this.#end !== null) return;
      this.#parts.signal.throwIfAborted();
      if (this.#isNews) breaks = 0;
      if (this.#id === null && !(this.#fault instanceof APIError)) continue;
      if (this.#id === null || !this.isBackground || this.#order.last < 0) break;
      open = () => this.#resume(this.#id!);
    }
    yield* this.#poll();
  }

  /** The first request's failure is the run's; that of another one leads to another way. */
  async #openOrNull(
    open: () => Promise<Stream<ResponseStreamEvent>>,
  ): Promise<Stream<ResponseStreamEvent> | null> {
    try {
      return await open();
    } catch (error) {
      this.#parts.signal.throwIfAborted();
      if (this.#id === null) throw error;
      this.#fault = error;
      return null;
    }
  }

  #resume(id: string): Promise<Stream<ResponseStreamEvent>> {
    const { provider, signal } = this.#parts;
    const query = {
      stream: true as const,
      starting_after: this.#order.last,
      include: ["code_interpreter_call.outputs" as const],
    };
    this.#order.forgetWaiting();
    return provider.client.responses.retrieve(id, query, { signal, timeout: this.#parts.waits.silenceMs });
  }

  /** Ends with the stream, or with its connection. */
  async *#read(stream: Stream<ResponseStreamEvent>): AsyncGenerator<ResponseEvent> {
    const { silenceMs } = this.#parts.waits;
    let silence: NodeJS.Timeout | undefined;
    const listen = (): void => {
      silence = setTimeout(() => stream.controller.abort(), silenceMs);
    };
    try {
      listen();
      for await (const data of stream) {
        // What is done with an event may take its own time.
        clearTimeout(silence);
        yield* this.#take(data);
        if (this.#end !== null) return;
        listen();
      }
    } catch (error) {
      // Whatever it is, the response itself tells how it stands.
      this.#fault = error;
    } finally {
      clearTimeout(silence);
    }
  }

  *#take(data: unknown): Generator<ResponseEvent> {
    const place = this.#order.last;
    const read = eventIn(data);
    if (read !== null && "response" in read) this.#id ??= read.response.id;
    const ready = this.#order.take(numberOf(data), { event: read });
    if (this.#order.last > place) this.#isNews = true;
    for (const { event } of ready) {
      if (event === null) continue;
      if ("response" in event) this.#note(event.response, ENDS.has(event.type));
      yield event;
    }
  }

  #note(response: ProviderResponse, isEnd: boolean): void {
    this.#id ??= response.id;
    if (isEnd || ENDS.has(`response.${response.status}`)) this.#end = response;
  }

  /** Looks at the response until it has ended; patiently where it goes on without a connection, and can be seen. */
  async *#poll(): AsyncGenerator<ResponseEvent> {
    const { signal, waits } = this.#parts;
    const id = this.#id;
    if (id === null) throw this.#lost(null);
    for (let vainMs = 0; ;) {
      const response = await this.#look(id);
      if (response !== null) {
        this.#note(response, false);
        yield { type: this.#end === null ? "response.in_progress" : "response.completed", response };
        if (this.#end !== null) return;
      }
      vainMs = response !== null && this.isBackground ? 0 : vainMs + waits.pollMs;
      if (vainMs > waits.pollForMs) throw this.#lost(null);
      await pause(waits.pollMs, undefined, { signal });
    }
  }

  /** The response as it is now; null if it cannot be seen just now. */
  async #look(id: string): Promise<ProviderResponse | null> {
    const { provider, signal, waits } = this.#parts;
    const query = { include: ["code_interpreter_call.outputs" as const] };
    const options = { signal, timeout: waits.silenceMs, maxRetries: 0 };
    try {
      return responseSchema.parse(await provider.client.responses.retrieve(id, query, options));
    } catch (error) {
      signal.throwIfAborted();
      const isRefusal = error instanceof APIError && error.status !== undefined && !isBusy(error);
      if (isRefusal) throw this.#lost(error);
      return null;
    }
  }

  /** What ended the stream: the provider's own error if it sent one. */
  #lost(otherwise: unknown): unknown {
    const fault = this.#fault ?? otherwise;
    const isSent =
      fault instanceof APIError && !(fault instanceof APIConnectionError) && fault.status === undefined;
    return isSent ? fault : brokenOff(this.#parts.provider, fault);
  }
}

const ENDS: ReadonlySet<string> = new Set([
  "response.completed",
  "response.failed",
  "response.incomplete",
  "response.cancelled",
]);
