import { InterpreterError } from "../../src/base/errors.ts";
import type { ThreadEvent } from "../../src/domain/event.ts";
import type { FileRef } from "../../src/domain/file.ts";
import type { ThreadFile } from "../../src/domain/transcript.ts";
import type { OutputsStore, ThreadInfo } from "../../src/outputs/outputsStore.ts";

export function file(name: string, fields: Partial<ThreadFile> = {}): ThreadFile {
  return { id: `file-${name}`, name, bytes: 1, mime: "text/plain", role: "output", at: 1000, ...fields };
}

/** Threads and files as the test wants them; every change is told to those who follow. */
export class FakeStore implements OutputsStore {
  /** How often a thread was looked at. */
  looks = 0;
  followers = 0;
  /** What the next look throws. */
  failure: Error | null = null;
  /** A look ends when this has resolved. */
  answering: Promise<void> = Promise.resolve();
  readonly #threads = new Map<string, { files: readonly ThreadFile[]; seq: number }>();
  readonly #wake = new Set<() => void>();

  /** A thread has these files from now on. */
  put(threadId: string, ...files: ThreadFile[]): void {
    this.#threads.set(threadId, { files, seq: (this.#threads.get(threadId)?.seq ?? 0) + 1 });
    this.#tell();
  }

  delete(threadId: string): void {
    this.#threads.delete(threadId);
    this.#tell();
  }

  async listThreads(): Promise<readonly ThreadInfo[]> {
    return [...this.#threads.keys()].map((id) => ({ id, title: "", updatedAt: 0, isBusy: false }));
  }

  async folder(threadId: string) {
    this.looks++;
    const { failure, answering } = this;
    this.failure = null;
    const thread = this.#threads.get(threadId);
    await answering;
    if (failure !== null) throw failure;
    if (thread === undefined) throw new InterpreterError("upstream", "gone", "No thread.", { status: 404 });
    return thread;
  }

  async *events(threadId: string, after: number, signal: AbortSignal): AsyncGenerator<ThreadEvent> {
    this.followers++;
    try {
      for (let seq = after; !signal.aborted && this.#threads.has(threadId);) {
        while (seq < (this.#threads.get(threadId)?.seq ?? 0)) yield event(threadId, ++seq);
        await this.#next(signal);
      }
    } finally {
      this.followers--;
    }
  }

  async content(): Promise<Uint8Array> {
    return new Uint8Array();
  }

  async open(): Promise<ReadableStream<Uint8Array>> {
    return new Blob([]).stream();
  }

  async #next(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake.add(resolve);
    signal.addEventListener("abort", () => resolve());
    await promise;
    this.#wake.delete(resolve);
  }

  #tell(): void {
    for (const wake of this.#wake) wake();
  }
}

function event(threadId: string, seq: number): ThreadEvent {
  const files: FileRef[] = [{ id: "file-1", name: "a", bytes: 1, mime: "text/plain" }];
  const change = { type: "cell.done", runId: "run_1", cellId: "c", end: "ok", durationMs: 1, files } as const;
  return { threadId, seq, at: seq, change };
}
