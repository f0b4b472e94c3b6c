import type { Clock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import { messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Log } from "../base/log.ts";
import type { InterpreterClient } from "../client/interpreterClient.ts";
import type { ThreadEvent } from "../domain/event.ts";

const MAX_WAIT_MS = 15_000;
// What holds for so long works again, also where nothing happens.
const SETTLED_MS = 2000;

interface Parts {
  readonly client: Pick<InterpreterClient, "events">;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: ThreadEvent) => void;
  /** A sentence for people while the log cannot be read, null when it can again. */
  readonly onFault: (fault: string | null) => void;
  /** The thread is not there, or not any more. */
  readonly onGone: () => void;
}

/** Reads a thread's log from its start and follows it; where that breaks off it is taken up again, until it is left. */
export class Following implements Disposable {
  readonly #parts: Parts;
  readonly #left = new AbortController();
  #seq = 0;
  #fault: string | null = null;

  constructor(threadId: string, parts: Parts) {
    this.#parts = parts;
    void this.#follow(threadId);
  }

  dispose(): void {
    this.#left.abort();
  }

  async #follow(threadId: string): Promise<void> {
    const { signal } = this.#left;
    const { log, clock } = this.#parts;
    for (let failures = 0; !signal.aborted; failures++) {
      const before = this.#seq;
      const settled = clock.after(SETTLED_MS, () => this.#tell(null));
      try {
        await this.#read(threadId);
        // Once it may be that the thread was deleted, which the next request tells.
        if (failures > 0 && this.#seq === before)
          this.#tell(t("The history of this thread cannot be read. Trying again."));
      } catch (error) {
        if (signal.aborted) return;
        if (isNotFound(error)) return this.#parts.onGone();
        log.error("thread could not be followed", error, { threadId, seq: this.#seq });
        const why = messageOf(error).replace(/\.$/, "");
        this.#tell(t("The history of this thread cannot be read ({0}). Trying again.", why));
      } finally {
        settled.dispose();
      }
      if (signal.aborted) return;
      if (this.#seq > before) failures = 0;
      const isCalm = failures === 0 && this.#fault === null;
      await this.#wait(isCalm ? 0 : Math.min(1000 * 2 ** failures, MAX_WAIT_MS));
    }
  }

  /** Ends without an error when the log does: the thread was deleted, or the connection has ended. */
  async #read(threadId: string): Promise<void> {
    const { client, onEvent } = this.#parts;
    const { signal } = this.#left;
    for await (const event of client.events(threadId, this.#seq, signal)) {
      if (signal.aborted) return;
      this.#seq = event.seq;
      this.#tell(null);
      onEvent(event);
    }
  }

  #tell(fault: string | null): void {
    if (fault === this.#fault || this.#left.signal.aborted) return;
    this.#fault = fault;
    this.#parts.onFault(fault);
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#parts.clock.after(ms, resolve);
    this.#left.signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    timer.dispose();
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 404;
}
