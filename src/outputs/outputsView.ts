import * as vscode from "vscode";
import { Disposables, type Disposable } from "../base/disposables.ts";
import { VIEWS } from "../manifest.ts";
import type { OpenThread, OutputsTree, Row } from "./outputsTree.ts";

/** The Outputs view: what is shown of the tree, what is followed for it, and what can be dragged out of it. */
export class OutputsView implements Disposable {
  readonly #tree: OutputsTree;
  readonly #view: vscode.TreeView<Row>;
  readonly #owned = new Disposables();

  constructor(tree: OutputsTree) {
    this.#tree = tree;
    this.#view = this.#owned.add(
      vscode.window.createTreeView(VIEWS.outputs, {
        treeDataProvider: tree,
        showCollapseAll: true,
        dragAndDropController: DRAG,
      }),
    );
    this.#owned.add(this.#view.onDidCollapseElement(({ element }) => this.#collapsed(element)));
    this.#owned.add(
      this.#view.onDidChangeVisibility(({ visible }) => (visible ? tree.refresh() : tree.hide())),
    );
    // Another window may have begun threads, renamed or deleted some.
    this.#owned.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#view.visible) tree.refresh();
      }),
    );
  }

  setOpen(open: OpenThread | null): void {
    const before = this.#tree.open?.threadId;
    this.#tree.setOpen(open);
    if (open !== null && open.threadId !== before && this.#view.visible) void this.#expand(open.threadId);
  }

  /** Brings the view into sight, with the row of a thread or of its file chosen. False if there is no such row. */
  async reveal(threadId: string, name: string): Promise<boolean> {
    await vscode.commands.executeCommand(`${VIEWS.outputs}.focus`);
    const row = await this.#tree.find(threadId, name);
    if (row === undefined) return false;
    await this.#view.reveal(row, { select: true, focus: true, expand: row.kind === "thread" });
    return true;
  }

  async dispose(): Promise<void> {
    await this.#owned.dispose();
  }

  // A row that VS Code knows keeps its state, whatever it is told later.
  async #expand(threadId: string): Promise<void> {
    const row = await this.#tree.find(threadId, "");
    if (row !== undefined) await this.#view.reveal(row, { select: false, focus: false, expand: true });
  }

  #collapsed(row: Row): void {
    if (row.kind === "thread") this.#tree.hide(row.threadId);
  }
}

const DRAG: vscode.TreeDragAndDropController<Row> = {
  dragMimeTypes: ["text/uri-list"],
  dropMimeTypes: [],
  handleDrag: (rows, transfer) => {
    const uris = rows.flatMap((row) => (row.kind === "file" ? [row.uri.toString()] : []));
    if (uris.length > 0) transfer.set("text/uri-list", new vscode.DataTransferItem(uris.join("\r\n")));
  },
};
