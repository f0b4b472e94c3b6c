import type { RunChange } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Turn } from "./model.ts";

/** A run to carry out, and what the service offers for it. */
export interface RunContext {
  readonly runId: string;
  readonly threadId: string;
  /** The assistant's instructions with those of the run. */
  readonly instructions: string;
  /** The thread so far, oldest first; ends with the question. */
  readonly turns: readonly Turn[];
  /** Absolute folder that is /mnt/data; the thread's inputs are in it. */
  readonly dataDir: string;
  /** Aborted by cancel. */
  readonly signal: AbortSignal;
  /** Appends to the thread's log; on return it is on disk and can be seen. */
  emit(change: RunChange): void;
  /** Keeps bytes, or a copy of a file below `dataDir`, as a file of the thread. */
  keepFile(name: string, mime: string, source: Uint8Array | { path: string }): Promise<FileRef>;
  /** Names that files of the thread have. */
  fileNames(): readonly string[];
}

/**
 * Carries out runs. Emits everything from `run.started` to `run.ended`; what it throws becomes a failed run.
 * Resolves only after its last event.
 */
export interface Runner {
  run(context: RunContext): Promise<void>;
}
