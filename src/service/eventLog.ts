import { setImmediate } from "node:timers/promises";
import type { CallChange, Change, LoggedEvent } from "../domain/event.ts";
import type { Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { transact } from "./store/database.ts";
import type { Store } from "./store/store.ts";

const PAGE = 256;
// Twice as often as promised: a timer may come late.
const POLL_MS = 120;
const POLLS_A_ROUND = 16;
const EVERY_THREAD = "";

/** The truth about every thread: an event is in the log, with the objects it changes, before anyone sees it. */
export class EventLog implements Disposable {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #news = new Emitter<string>();
  /** Threads that were deleted, by whichever process, while somebody here followed them. */
  readonly deleted = new Emitter<string>();
  readonly #closed = new AbortController();
  readonly #rounds = new Emitter<void>();
  #listeners = 0;
  #poll: NodeJS.Timeout | undefined;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Appends and, in the same transaction, lets `also` write the rows that follow from it; on return it is on disk. */
  append(
    threadId: string,
    change: Change | CallChange,
    also: (event: LoggedEvent) => void = () => {},
  ): LoggedEvent {
    const event = transact(this.#store.db, () => {
      const inserted = this.#store.events.insert(threadId, this.#now(), change);
      also(inserted);
      return inserted;
    });
    this.#tell(threadId);
    return event;
  }

  /** Several appends, and what goes with them, as one: all of it is on disk on return, or nothing. */
  atOnce<T>(threadId: string, work: () => T): T {
    const result = transact(this.#store.db, work);
    this.#tell(threadId);
    return result;
  }

  // Part of something larger is no news before that is done.
  #tell(threadId: string): void {
    if (!this.#store.db.isTransaction) this.#news.emit(threadId);
  }

  /** Everything of a run after `from`, so far. */
  *ofRun(runId: string, from = 0): Generator<LoggedEvent> {
    for (let after = from; ;) {
      const page = this.#store.events.ofRun(runId, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /** Everything of a thread so far. */
  *ofThread(threadId: string, from = 0): Generator<LoggedEvent> {
    for (let after = from; ;) {
      const page = this.#store.events.ofThread(threadId, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /**
   * The thread's events after `seq`, then those to come, whichever process writes them, until `signal` aborts, the
   * thread is deleted or the log is closed. Reads pages from disk as they are taken, so a slow reader costs no memory.
   */
  async *follow(threadId: string, seq: number, signal: AbortSignal): AsyncGenerator<LoggedEvent> {
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    let wake = (): void => {};
    // Listening starts before the first read: what is appended in between wakes the wait that follows.
    let news = new Promise<void>((resolve) => (wake = resolve));
    const listener = this.onNews(threadId, () => wake());
    const stop = (): void => wake();
    ended.addEventListener("abort", stop);
    try {
      for (let after = seq; !ended.aborted;) {
        for (const event of this.ofThread(threadId, after)) {
          yield event;
          after = event.seq;
          if (ended.aborted) return;
          // A long log must not keep everything else waiting.
          if (after % PAGE === 0) await setImmediate();
        }
        if (!this.#store.events.hasThread(threadId)) {
          this.deleted.emit(threadId);
          return;
        }
        await news;
        news = new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      listener.dispose();
      ended.removeEventListener("abort", stop);
    }
  }

  /** As `follow`, of one run alone and from its beginning. */
  async *followRun(
    { run_id: runId, thread_id: threadId }: { run_id: string; thread_id: string },
    signal: AbortSignal,
  ): AsyncGenerator<LoggedEvent> {
    const [created] = this.ofRun(runId);
    if (created === undefined) return;
    for await (const event of this.follow(threadId, created.seq - 1, signal)) {
      if ("runId" in event.change && event.change.runId === runId) yield event;
    }
  }

  /** Calls `listener` when the thread's log may have grown, or the thread may be gone. */
  onNews(threadId: string, listener: () => void): Disposable {
    const ours = this.#news.on((id) => (id === threadId || id === EVERY_THREAD) && listener());
    this.#listeners++;
    this.#watch();
    return {
      dispose: () => {
        ours.dispose();
        this.#listeners--;
        if (this.#listeners === 0) this.#unwatch();
      },
    };
  }

  /** Calls `listener` every two seconds or so, as long as somebody listens: who waits for what a dead process was to do? */
  onRound(listener: () => void): Disposable {
    return this.#rounds.on(listener);
  }

  /** Ends those who follow. */
  dispose(): void {
    this.#closed.abort();
    this.#unwatch();
    this.#rounds.dispose();
    this.deleted.dispose();
    this.#news.dispose();
  }

  /** Looks for what other processes write, as long as somebody listens. */
  #watch(): void {
    if (this.#poll !== undefined || this.#closed.signal.aborted) return;
    let version = this.#version();
    let polls = 0;
    this.#poll = setInterval(() => {
      if (++polls % POLLS_A_ROUND === 0) this.#rounds.emit();
      const seen = this.#version();
      if (seen === version) return;
      version = seen;
      this.#news.emit(EVERY_THREAD);
    }, POLL_MS).unref();
  }

  // A disk that fails is news: those who follow read from it, meet the failure, and can tell.
  #version(): number {
    try {
      return this.#store.events.dataVersion();
    } catch {
      return NaN;
    }
  }

  #unwatch(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }
}
