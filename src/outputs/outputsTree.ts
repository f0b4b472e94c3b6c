import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import type { ThreadFile, Transcript } from "../domain/transcript.ts";
import { outputUri } from "./outputsFileSystem.ts";

/** A row of the tree. */
export interface OutputItem {
  readonly uri: vscode.Uri;
  readonly file: ThreadFile;
}

/** The files of the open thread: what was made first, then what was given. */
export class OutputsTree implements vscode.TreeDataProvider<OutputItem>, Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #items: readonly OutputItem[] = [];
  #files: readonly ThreadFile[] = [];

  update(transcript: Transcript | null): void {
    const files = transcript?.files ?? [];
    if (files === this.#files) return;
    this.#files = files;
    const inOrder = [
      ...files.filter(({ role }) => role === "output"),
      ...files.filter(({ role }) => role === "input"),
    ];
    this.#items = inOrder.map((file) => ({ uri: outputUri(transcript?.threadId ?? "", file.name), file }));
    this.#changed.fire();
  }

  getChildren(item?: OutputItem): OutputItem[] {
    return item === undefined ? [...this.#items] : [];
  }

  getTreeItem({ uri, file }: OutputItem): vscode.TreeItem {
    const item = new vscode.TreeItem(uri);
    item.label = file.name;
    item.description = file.role === "input" ? `${sizeOf(file.bytes)} · input` : sizeOf(file.bytes);
    item.tooltip = `${file.name}, ${file.mime}`;
    item.contextValue = file.role;
    item.command = { command: "vscode.open", title: "Open", arguments: [uri] };
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
