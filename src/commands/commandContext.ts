import type * as vscode from "vscode";
import type { Log } from "../base/log.ts";
import type { Source } from "../thread/source.ts";
import type { ThreadController } from "../thread/threadController.ts";

/** What commands work with. */
export interface CommandContext {
  readonly controller: ThreadController;
  readonly log: Log;
  /** Brings the chat panel into view. */
  readonly showPanel: () => Promise<void>;
  readonly sourceOf: (uri: vscode.Uri) => Promise<Source>;
  readonly selectionQuestion: () => { readonly text: string; readonly sources: readonly Source[] };
  readonly keys: { setApiKey(key: string): Promise<void>; clearApiKey(): Promise<void> };
  readonly showLog: () => void;
}
