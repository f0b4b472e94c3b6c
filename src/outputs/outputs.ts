import * as vscode from "vscode";
import { systemClock } from "../base/clock.ts";
import { Disposables, type Disposable } from "../base/disposables.ts";
import { t } from "../base/l10n.ts";
import type { Log } from "../base/log.ts";
import { SCHEME } from "../manifest.ts";
import { OutputActions } from "./outputActions.ts";
import { OutputsFileSystem } from "./outputsFileSystem.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { type OpenThread, OutputsTree } from "./outputsTree.ts";
import { OutputsView } from "./outputsView.ts";
import { ThreadFolders } from "./threadFolders.ts";

interface Parts {
  readonly store: OutputsStore;
  readonly log: Log;
  readonly isBusy: () => boolean;
  /** Remembers where files were saved. */
  readonly memory: vscode.Memento;
  /** The file in the active tab. */
  readonly activeFile: () => vscode.Uri | undefined;
}

/** Everything about threads' files: the virtual folder, the Outputs view, and what can be done with them. */
export class Outputs implements Disposable {
  readonly actions: OutputActions;
  readonly #tree: OutputsTree;
  readonly #view: OutputsView;
  readonly #owned = new Disposables();

  /** Registers the virtual folder and the view; `store` is asked when somebody looks at them. */
  constructor({ store, log, isBusy, memory, activeFile }: Parts) {
    const folders = this.#owned.add(new ThreadFolders({ store, log, clock: systemClock }));
    const fileSystem = this.#owned.add(new OutputsFileSystem(store, folders));
    const isReadonly = new vscode.MarkdownString(
      t("Files of a thread cannot be edited here: use *Save As…* to make a copy of your own."),
    );
    this.#owned.add(
      vscode.workspace.registerFileSystemProvider(SCHEME, fileSystem, { isReadonly, isCaseSensitive: true }),
    );
    this.#tree = this.#owned.add(new OutputsTree(store, folders));
    this.#view = this.#owned.add(new OutputsView(this.#tree));
    const openThread = (): OpenThread | null => this.#tree.open;
    this.actions = new OutputActions({
      store,
      folders,
      view: this.#view,
      openThread,
      isBusy,
      memory,
      activeFile,
    });
  }

  /** Which thread is open; may be told as often as anything happens to it. */
  setOpen(open: OpenThread | null): void {
    this.#view.setOpen(open);
  }

  /** The list of threads is another one. */
  refresh(): void {
    this.#tree.refresh();
  }

  async dispose(): Promise<void> {
    await this.#owned.dispose();
  }
}
