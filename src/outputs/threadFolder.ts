import { type Clock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import { InterpreterError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { ThreadEvent } from "../domain/event.ts";
import { madeFiles } from "../domain/madeFiles.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { compareListings, type FileChange, takeListing } from "./listing.ts";
import type { OutputsStore } from "./outputsStore.ts";

/** What happened to a thread's files since they were last looked at. */
export interface FolderNews {
  readonly threadId: string;
  readonly changes: readonly FileChange[];
  /** The thread was deleted; `changes` has all its files. */
  readonly isGone: boolean;
}

export interface FolderParts {
  readonly store: OutputsStore;
  readonly log: Log;
  readonly clock: Clock;
}

interface Listing {
  readonly files: readonly ThreadFile[];
  readonly seq: number;
}

const RETRY_MS = 2000;

/** One thread's files as they are now. Every look is compared with the one before, so that no change goes untold. */
export class ThreadFolder implements Disposable {
  readonly #threadId: string;
  readonly #parts: FolderParts;
  readonly #tell: (news: FolderNews) => void;
  #known: readonly ThreadFile[] | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Listing> | null = null;
  #watchers = 0;
  #following = new AbortController();

  constructor(threadId: string, parts: FolderParts, tell: (news: FolderNews) => void) {
    this.#threadId = threadId;
    this.#parts = parts;
    this.#tell = tell;
  }

  /**
   * The files as they are at a moment after the call. Calls that come while a look is under way share the next one: a
   * thousand at once cost two. Throws status 404 if there is no such thread.
   */
  look(): Promise<Listing> {
    if (this.#next !== null) return this.#next;
    const look = this.#running.then(() => {
      this.#next = null;
      return this.#look();
    });
    this.#next = look;
    this.#running = look.catch(() => {});
    return look;
  }

  /** Follows the thread until disposed, so that changes are told when they happen, whichever window makes them. */
  watch(): Disposable {
    if (this.#watchers++ === 0) {
      this.#following = new AbortController();
      void this.#follow(this.#following.signal);
    }
    let isOver = false;
    return {
      dispose: () => {
        if (!isOver && --this.#watchers === 0) this.#following.abort();
        isOver = true;
      },
    };
  }

  dispose(): void {
    this.#following.abort();
  }

  async #look(): Promise<Listing> {
    const { files, seq } = await this.#parts.store.folder(this.#threadId).catch((error: unknown) => {
      if (isGone(error)) this.#forget();
      throw error;
    });
    const before = this.#known;
    const now = takeListing(before, files);
    this.#known = now;
    const changes = before === null ? [] : compareListings(before, now);
    if (changes.length > 0) this.#tell({ threadId: this.#threadId, changes, isGone: false });
    return { files: now, seq };
  }

  #forget(): void {
    const gone = this.#known;
    this.#known = null;
    if (gone === null) return;
    const changes = gone.map((file): FileChange => ({ change: "deleted", file }));
    this.#tell({ threadId: this.#threadId, changes, isGone: true });
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { store, log, clock } = this.#parts;
    try {
      const { seq } = await this.look();
      for await (const event of store.events(this.#threadId, seq, signal)) {
        if (signal.aborted) return;
        if (isAboutFiles(event)) await this.look();
      }
      // It ends by itself with its thread, or with the whole service.
      if (!signal.aborted) await this.look();
    } catch (error) {
      if (signal.aborted || isGone(error)) return;
      log.error("files could not be followed", error, { threadId: this.#threadId });
      const retry = clock.after(RETRY_MS, () => void this.#follow(signal));
      signal.addEventListener("abort", () => retry.dispose(), { once: true });
    }
  }
}

/** Whether the thread, or the file, is not there any more. */
export function isGone(error: unknown): boolean {
  return error instanceof InterpreterError && error.status === 404;
}

function isAboutFiles({ change }: ThreadEvent): boolean {
  return change.type === "message.added" ? change.message.files.length > 0 : madeFiles(change).length > 0;
}
