import type * as vscode from "vscode";
import type { Log } from "../base/log.ts";
import type { FileArgument, ThreadArgument } from "../manifest.ts";
import type { Source } from "../thread/source.ts";
import type { ThreadController } from "../thread/threadController.ts";

/** What became of one exported thread. `isNew`: it was not imported before. */
export interface ImportedThread {
  readonly threadId: string;
  readonly isNew: boolean;
  /** Files whose content is not in the export. */
  readonly missingFiles: readonly string[];
}

/** What commands work with. */
export interface CommandContext {
  readonly controller: ThreadController;
  /** Brings the chat panel into view, unless the person does not want it to open by itself. */
  readonly showPanel: () => Promise<void>;
  /** The file in the active tab. */
  readonly activeFile: () => vscode.Uri | undefined;
  /** Those of the files that can be sent, and a sentence for each that cannot; throws when none can. */
  readonly sourcesOf: (
    uris: readonly vscode.Uri[],
  ) => Promise<{ readonly sources: readonly Source[]; readonly leftOut: readonly string[] }>;
  /** The selection of the active editor: as a question, or as Python to be run as it is. */
  readonly selectionQuestion: () => { readonly text: string; readonly sources: readonly Source[] };
  readonly selectedPython: () => string;
  readonly outputs: {
    show(): Promise<void>;
    reveal(file?: FileArgument): Promise<void>;
    saveAs(file?: FileArgument): Promise<void>;
    saveAll(thread?: ThreadArgument): Promise<void>;
    compareWithOriginal(file?: FileArgument): Promise<void>;
    addToWorkspace(): Promise<void>;
  };
  /** Loaded when one is asked for. */
  readonly exports: () => Promise<{
    notebook(): Promise<void>;
    markdown(): Promise<void>;
    python(): Promise<void>;
    transcriptAsText(): Promise<void>;
  }>;
  /** Imports the threads in exported files and folders; loaded when it is asked for. */
  readonly importExports: (paths: readonly string[]) => Promise<readonly ImportedThread[]>;
  readonly models: { select(): Promise<void>; setApiKey(): Promise<void>; clearApiKey(): Promise<void> };
  readonly connections: {
    select(): Promise<void>;
    add(): Promise<void>;
    test(): Promise<void>;
    remove(): Promise<void>;
  };
  /** Asks the person, where that is due, whether questions may go to who answers; throws the silent error if not. */
  readonly confirmModel: () => Promise<void>;
  readonly server: { start(): Promise<void>; stop(): Promise<void> };
  /** What helps to find a fault: versions, settings, state; no questions, no files, no keys. */
  readonly diagnostics: () => string;
}

/** What is there before anything else is loaded. */
export interface Shell {
  readonly log: Log;
  readonly showLog: () => void;
}
