import type { Disposable } from "../base/disposables.ts";
import type { FunctionCall, FunctionOutput, RunChange } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Json } from "../domain/json.ts";
import type { SessionState } from "../domain/session.ts";
import type { FunctionTool, ModelSettings, Turn } from "./model.ts";

/** What the client that started the run asked for; absent fields mean the usual. */
export interface RunSettings {
  /** Whether Python may be run; usually yes. */
  readonly mayRunCode?: boolean;
  readonly functions?: readonly FunctionTool[];
  /** Cells that may run at most, within the runner's own limits. */
  readonly maxCells?: number;
  /** Over the whole run; what goes beyond ends it as incomplete. */
  readonly maxPromptTokens?: number;
  readonly maxCompletionTokens?: number;
  readonly model?: ModelSettings;
}

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
  /** The bytes of a file of the thread, e.g. of a picture that a cell showed. */
  readFile(file: FileRef): Promise<Uint8Array>;
  /** The newest version of every file of the thread, whoever made it. */
  files(): readonly FileRef[];
  /** Names that files of the thread have. */
  fileNames(): readonly string[];
  /** What the runner noted about the thread under `key` in an earlier run, whichever process carried that out. */
  recall(key: string): Json | undefined;
  /** Keeps a note for later runs of the thread; it goes with the thread. On return it is on disk. */
  remember(key: string, note: Json): void;
  readonly settings?: RunSettings;
  /**
   * Has functions of the client called, as the step `stepId`, and resolves to what they gave, or to null if a later run
   * is told: then this one is complete. Everything emitted before must be in the log. Rejects once `signal` aborts.
   */
  callFunctions?(
    stepId: string,
    calls: readonly FunctionCall[],
    signal: AbortSignal,
  ): Promise<readonly FunctionOutput[] | null>;
  /** Calls `listener` with the id of a cell that a person wants ended, while the run goes on. */
  onInterrupt?(listener: (cellId: string) => void): Disposable;
}

/**
 * Carries out runs. Emits everything from `run.started` to `run.ended`; what it throws becomes a failed run.
 * Resolves only after its last event.
 */
export interface Runner {
  run(context: RunContext): Promise<void>;
  /** The session of the thread that lives in this process, or null. */
  session(threadId: string): SessionState | null;
  /** Ends the thread's session, if it has one here: variables are gone, files stay. */
  endSession(threadId: string): Promise<void>;
}
