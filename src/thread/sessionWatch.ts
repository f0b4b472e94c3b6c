import type { Clock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import type { InterpreterClient } from "../client/interpreterClient.ts";
import type { SessionState } from "../domain/session.ts";

interface Parts {
  readonly client: Pick<InterpreterClient, "session">;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** The Python session of the open thread: asked for when something may have changed it, gone when its time is over. */
export class SessionWatch implements Disposable {
  readonly #parts: Parts;
  #threadId: string | null = null;
  #state: SessionState | null = null;
  #isStale = false;
  #asking = false;
  #timer: Disposable | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): SessionState | null {
    return this.#state;
  }

  /** Goes over to another thread, or to none. */
  watch(threadId: string | null): void {
    this.#threadId = threadId;
    this.#set(null);
    this.refresh();
  }

  refresh(): void {
    this.#isStale = true;
    if (!this.#asking) void this.#ask();
  }

  dispose(): void {
    this.#threadId = null;
    this.#timer?.dispose();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#isStale) {
      // Reading an old thread brings many reasons to ask at once.
      await new Promise(setImmediate);
      this.#isStale = false;
      const threadId = this.#threadId;
      // A thread that is gone has no session; what else may be wrong, its events tell.
      const state = threadId === null ? null : await this.#parts.client.session(threadId).catch(() => null);
      if (threadId === this.#threadId) this.#set(state);
    }
    this.#asking = false;
  }

  #set(state: SessionState | null): void {
    this.#timer?.dispose();
    const leftMs = state === null ? 0 : state.endsAt - Date.now();
    const next = leftMs > 0 ? state : null;
    if (next !== null) this.#timer = this.#parts.clock.after(leftMs, () => this.refresh());
    const before = this.#state;
    this.#state = next;
    if (before?.endsAt !== next?.endsAt || before?.runtime !== next?.runtime) this.#parts.onChange();
  }
}
