import type * as vscode from "vscode";
import type { FileArgument, ThreadArgument } from "../manifest.ts";
import { addToWorkspace } from "./addToWorkspace.ts";
import { type ChosenFile, chosenFile, chosenThread, filesOf } from "./chosen.ts";
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
  /** The file in the active tab. */
  readonly activeFile: () => vscode.Uri | undefined;
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
    const { threadId, file } = await this.#file(argument);
    await this.#parts.view.reveal(threadId, file.name);
  }

  async saveAs(argument?: FileArgument): Promise<void> {
    const { file } = await this.#file(argument);
    await saveAs(this.#parts.store, this.#last, file);
  }

  async saveAll(argument?: ThreadArgument): Promise<void> {
    const threadId = chosenThread(argument, this.#parts.activeFile(), this.#parts.openThread()?.threadId);
    await saveAll(this.#parts.store, this.#last, await filesOf(this.#parts.folders, threadId));
  }

  async compareWithOriginal(argument?: FileArgument): Promise<void> {
    await compare(this.#parts.store, await this.#file(argument));
  }

  async addToWorkspace(): Promise<void> {
    const { store, folders, activeFile, openThread, isBusy } = this.#parts;
    const open = openThread();
    const threadId = chosenThread(undefined, activeFile(), open?.threadId);
    await filesOf(folders, threadId);
    const threads = await store.listThreads();
    const thread = threads.find(({ id }) => id === threadId);
    const runs = isBusy() ? "open" : threads.some((one) => one.isBusy) ? "elsewhere" : "none";
    await addToWorkspace({ threadId, title: titleOf(thread ?? { title: "" }), runs });
  }

  async #file(argument: FileArgument | undefined): Promise<ChosenFile> {
    const { folders, activeFile } = this.#parts;
    return chosenFile(folders, argument, activeFile());
  }
}
