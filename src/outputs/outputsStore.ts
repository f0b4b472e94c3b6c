import type { ThreadEvent } from "../domain/event.ts";
import type { ThreadFile } from "../domain/transcript.ts";

export interface ThreadInfo {
  readonly id: string;
  /** Empty before the first question. */
  readonly title: string;
  /** When something was last asked or done in it; epoch milliseconds. */
  readonly updatedAt: number;
  /** Whether a run of it works, in whichever window. */
  readonly isBusy: boolean;
}

/** Where threads and their files are; asked for the first time when somebody looks at them. */
export interface OutputsStore {
  /** All of them, in any order. */
  listThreads(): Promise<readonly ThreadInfo[]>;
  /** A thread's files, and the `seq` from which on its events tell of changes. Throws status 404 without a thread. */
  folder(threadId: string): Promise<{ readonly files: readonly ThreadFile[]; readonly seq: number }>;
  /** The thread's events after `seq` and those to come; ends by itself when the thread is deleted. */
  events(threadId: string, seq: number, signal: AbortSignal): AsyncIterable<ThreadEvent>;
  content(fileId: string): Promise<Uint8Array>;
  /** The bytes, read as they are taken. */
  open(fileId: string): Promise<ReadableStream<Uint8Array>>;
}
