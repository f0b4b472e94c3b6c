import type * as vscode from "vscode";
import type { FileArgument, ThreadArgument } from "../manifest.ts";
import { addToWorkspace } from "./addToWorkspace.ts";
import { chosenFile, chosenThread, filesOf } from "./chosen.ts";
import { compare } from "./compare.ts";
import { LastFolder } from "./lastFolder.ts";
import type { OutputsStore } from "./outputsStore.ts";
import type { OpenThread } from "./outputsTree.ts";
import type { OutputsView } from "./outputsView.ts";
import { titleOf } from "./rows.ts";
import { saveAll } from "./saveAll.ts";
import { saveAs } from "./saveAs.ts";
import type { ThreadFolders } from "./threadFolders.ts";

interface Parts {
  readonly store: OutputsStore;
  readonly folders: ThreadFolders;
  readonly view: OutputsView;
  readonly openThread: () => OpenThread | null;
  /** Whether a run works in this window. */
  readonly isBusy: () => boolean;
  readonly memory: vscode.Memento;
}

/** What a person can do with a thread's files. Without an argument: the active editor's file, or the open thread. */
export class OutputActions {
  readonly #parts: Parts;
  readonly #last: LastFolder;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#last = new LastFolder(parts.memory);
  }

  async show(): Promise<void> {
    await this.#parts.view.reveal(this.#parts.openThread()?.threadId ?? "", "");
  }

  async reveal(argument?: FileArgument): Promise<void> {
    const { threadId, file } = await chosenFile(this.#parts.folders, argument);
    await this.#parts.view.reveal(threadId, file.name);
  }

  async saveAs(argument?: FileArgument): Promise<void> {
    const { file } = await chosenFile(this.#parts.folders, argument);
    await saveAs(this.#parts.store, this.#last, file);
  }

  async saveAll(argument?: ThreadArgument): Promise<void> {
    const threadId = chosenThread(argument, this.#parts.openThread()?.threadId);
    await saveAll(this.#parts.store, this.#last, await filesOf(this.#parts.folders, threadId));
  }

  async compareWithOriginal(argument?: FileArgument): Promise<void> {
    await compare(this.#parts.store, await chosenFile(this.#parts.folders, argument));
  }

  async addToWorkspace(): Promise<void> {
    const { store, folders, openThread, isBusy } = this.#parts;
    const open = openThread();
    const threadId = chosenThread(undefined, open?.threadId);
    await filesOf(folders, threadId);
    const thread =
      open?.threadId === threadId ? open : (await store.listThreads()).find(({ id }) => id === threadId);
    await addToWorkspace({ threadId, title: titleOf(thread ?? { title: "" }), isBusy: isBusy() });
  }
}
