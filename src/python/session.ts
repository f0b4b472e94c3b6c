import type { Json } from "../domain/json.ts";

/**
 * What a cell produced, as Python sent it and after validation. Image types (`image/png`, `image/jpeg`) are base64
 * strings in `data`; `alt` is the figure's title.
 */
export type CellOutput =
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "display"; readonly data: Readonly<Record<string, Json>>; readonly alt: string }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly traceback: string };

/** A file below /mnt/data. `name` is its path below that folder, `/` between folders. */
export interface SessionFile {
  readonly name: string;
  readonly bytes: number;
  readonly mime: string;
}

/** A file that a cell wrote or removed. */
export interface FileChange extends SessionFile {
  readonly change: "created" | "changed" | "deleted";
}

export interface CellResult {
  /** `lost`: the process is gone and with it every variable; files are kept. The next cell needs a new session. */
  readonly end: "ok" | "error" | "stopped" | "lost";
  readonly durationMs: number;
  readonly files: readonly FileChange[];
  /** For `stopped` and `lost`: a sentence for people that says what happened and what was kept. */
  readonly reason?: string;
}

export interface ExecuteOptions {
  /** Aborting interrupts the cell; it resolves as `stopped`, or `lost` if Python did not listen and was ended. */
  readonly signal?: AbortSignal;
  /** Deadline; after it the process is killed and the cell resolves as `lost`. */
  readonly timeoutMs?: number;
  readonly onOutput: (output: CellOutput) => void;
}

/** One Python process that belongs to one thread. Cells run one at a time. */
export interface PythonSession {
  /** For people, e.g. "Embedded Python 3.14". */
  readonly runtime: string;
  /** The layers of isolation that are active, for people, e.g. ["Node permission model", "bubblewrap"]. */
  readonly isolation: readonly string[];
  /** False once the process is gone. */
  readonly alive: boolean;
  execute(code: string, options: ExecuteOptions): Promise<CellResult>;
  /** Asks the running cell to end, as Ctrl+C does; its variables stay. Nothing happens when none runs. */
  interrupt(): Promise<void>;
  /** The plain files below /mnt/data, by name. */
  files(): Promise<SessionFile[]>;
  /** Resolves once the process is gone. */
  dispose(): Promise<void>;
}

/** A process that has started and belongs to nobody yet. */
export interface StartedPython {
  readonly alive: boolean;
  /** Gives it to the owner of `dataDir`, which becomes /mnt/data; once only. */
  attach(dataDir: string): Promise<PythonSession>;
  dispose(): Promise<void>;
}

/** A kind of Python, e.g. the embedded one. */
export interface PythonRuntime {
  /**
   * `reach`: the folder that the process may reach at most; what it is attached to must be this folder or lie in it.
   * Throws InterpreterError of kind "session" when Python cannot start or a layer of isolation that must be there is
   * missing. `onLaunched` is called when its process begins to start.
   */
  start(reach: string, signal?: AbortSignal, onLaunched?: () => void): Promise<StartedPython>;
}

export interface OpenedSession {
  readonly session: PythonSession;
  readonly isNew: boolean;
  readonly renewed: boolean;
}

/** A session that is alive, as seen from outside. */
export interface AliveSession {
  readonly runtime: string;
  readonly isolation: readonly string[];
  /** After so long it is ended if no more code runs in it. */
  readonly endsInMs: number;
}

/** Opens sessions: at most one per key, the same one as long as it lives. */
export interface PythonSessions {
  /**
   * `dataDir` is the absolute folder mounted as /mnt/data. `isNew`: the session was opened by this call; `renewed`: it
   * is new and takes the place of one that has ended, whose variables are gone. Throws as `PythonRuntime.start` does.
   */
  open(key: string, dataDir: string, signal?: AbortSignal): Promise<OpenedSession>;
  /** The session of the key; null when none is alive. */
  find(key: string): AliveSession | null;
  /** Ends the session of the key, if it has one, and resolves once its process is gone. */
  end(key: string): Promise<void>;
  dispose(): Promise<void>;
}
