import type { Change, ThreadEvent } from "../domain/event.ts";
import { Emitter } from "../base/emitter.ts";
import { transact } from "./store/database.ts";
import type { Store } from "./store/store.ts";

const PAGE = 256;

/** The truth about every thread: an event is in the log, with the objects it changes, before anyone sees it. */
export class EventLog {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #appended = new Emitter<string>();

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Appends and, in the same transaction, lets `also` write the rows that follow from it; on return it is on disk. */
  append(threadId: string, change: Change, also: (event: ThreadEvent) => void = () => {}): ThreadEvent {
    const event = transact(this.#store.db, () => {
      const inserted = this.#store.events.insert(threadId, this.#now(), change);
      also(inserted);
      return inserted;
    });
    this.#appended.emit(threadId);
    return event;
  }

  /** Everything of a run so far. */
  *ofRun(runId: string): Generator<ThreadEvent> {
    for (let after = 0; ;) {
      const page = this.#store.events.ofRun(runId, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /** Everything of a thread so far. */
  *ofThread(threadId: string, from = 0): Generator<ThreadEvent> {
    for (let after = from; ;) {
      const page = this.#store.events.ofThread(threadId, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /**
   * The thread's events after `seq`, then those to come, until `signal` aborts. Reads pages from disk as they are
   * taken, so a slow reader costs no memory.
   */
  async *follow(threadId: string, seq: number, signal: AbortSignal): AsyncGenerator<ThreadEvent> {
    let wake = (): void => {};
    // Listening starts before the first read: what is appended in between wakes the wait that follows.
    let news = new Promise<void>((resolve) => (wake = resolve));
    const listener = this.#appended.on((id) => id === threadId && wake());
    const stop = (): void => wake();
    signal.addEventListener("abort", stop);
    try {
      for (let after = seq; !signal.aborted;) {
        for (const event of this.ofThread(threadId, after)) {
          yield event;
          after = event.seq;
          if (signal.aborted) return;
        }
        await news;
        news = new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      listener.dispose();
      signal.removeEventListener("abort", stop);
    }
  }
}
