import * as vscode from "vscode";
import { Disposables, type Disposable } from "../base/disposables.ts";
import { messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import type { FileArgument, ThreadArgument } from "../manifest.ts";
import type { OutputsStore, ThreadInfo } from "./outputsStore.ts";
import { outputUri } from "./outputsFileSystem.ts";
import { dateOf, lookOf, orderFiles, orderThreads, titleOf } from "./rows.ts";
import { isGone } from "./threadFolder.ts";
import type { ThreadFolders } from "./threadFolders.ts";

export interface ThreadRow extends ThreadArgument {
  readonly kind: "thread";
  readonly info: ThreadInfo;
  readonly isOpen: boolean;
}

export interface FileRow extends FileArgument {
  readonly kind: "file";
  readonly parent: ThreadRow;
  readonly file: ThreadFile;
}

/** A line where there is nothing else to show. */
interface NoteRow {
  readonly kind: "note";
  readonly parent: ThreadRow | undefined;
  readonly text: string;
}

export type Row = ThreadRow | FileRow | NoteRow;

export interface OpenThread {
  readonly threadId: string;
  readonly title: string;
}

/** Threads, the open one first, and below each its files: what code made, then what was given. */
export class OutputsTree implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #store: OutputsStore;
  readonly #folders: ThreadFolders;
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly #owned = new Disposables();
  readonly onDidChangeTreeData = this.#changed.event;
  /** Threads whose files are shown are followed. */
  readonly #shown = new Map<string, Disposable>();
  #threads = new Map<string, ThreadRow>();
  #open: OpenThread | null = null;

  constructor(store: OutputsStore, folders: ThreadFolders) {
    this.#store = store;
    this.#folders = folders;
    this.#owned.add(this.#changed);
    this.#owned.add(
      folders.onNews(({ threadId, isGone: isThreadGone }) => {
        if (isThreadGone) this.refresh();
        else this.#changed.fire(this.#threads.get(threadId));
      }),
    );
  }

  get open(): OpenThread | null {
    return this.#open;
  }

  /** Which thread is open; told as often as anything happens to it. */
  setOpen(open: OpenThread | null): void {
    if (open?.threadId === this.#open?.threadId && open?.title === this.#open?.title) return;
    this.#open = open === null ? null : { threadId: open.threadId, title: open.title };
    this.refresh();
  }

  /** Reads the list of threads again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** The files of that thread are not shown any more; without one: none are. */
  hide(threadId?: string): void {
    for (const id of threadId === undefined ? [...this.#shown.keys()] : [threadId]) {
      void this.#shown.get(id)?.dispose();
      this.#shown.delete(id);
    }
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) return this.#threadRows();
    if (row.kind !== "thread") return [];
    if (!this.#shown.has(row.threadId)) this.#shown.set(row.threadId, this.#folders.watch(row.threadId));
    return this.#fileRows(row);
  }

  getParent(row: Row): ThreadRow | undefined {
    return row.kind === "thread" ? undefined : row.parent;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === "thread") return threadItem(row);
    return row.kind === "file" ? fileItem(row) : noteItem(row);
  }

  /** The row of a thread, or of one of its files; undefined if it is not there. */
  async find(threadId: string, name: string): Promise<ThreadRow | FileRow | undefined> {
    if (!this.#threads.has(threadId)) await this.#threadRows();
    const thread = this.#threads.get(threadId);
    if (thread === undefined || name === "") return thread;
    const rows = await this.#fileRows(thread);
    return rows.find((row): row is FileRow => row.kind === "file" && row.file.name === name);
  }

  async dispose(): Promise<void> {
    this.hide();
    await this.#owned.dispose();
  }

  async #threadRows(): Promise<Row[]> {
    let threads: readonly ThreadInfo[];
    try {
      threads = orderThreads(await this.#store.listThreads(), this.#open);
    } catch (error) {
      return [{ kind: "note", parent: undefined, text: messageOf(error) }];
    }
    this.#threads = new Map(threads.map((info) => [info.id, this.#threadRow(info)]));
    return [...this.#threads.values()];
  }

  // VS Code knows a row by identity: one that says the same as before is the same.
  #threadRow(info: ThreadInfo): ThreadRow {
    const isOpen = info.id === this.#open?.threadId;
    const known = this.#threads.get(info.id);
    const isSame =
      known?.isOpen === isOpen && known.info.title === info.title && known.info.updatedAt === info.updatedAt;
    return isSame ? known : { kind: "thread", threadId: info.id, info, isOpen };
  }

  async #fileRows(parent: ThreadRow): Promise<Row[]> {
    const { threadId } = parent;
    try {
      const files = orderFiles(await this.#folders.files(threadId));
      if (files.length === 0) return [{ kind: "note", parent, text: t("No files yet") }];
      return files.map((file) => ({ kind: "file", parent, file, uri: outputUri(threadId, file.name) }));
    } catch (error) {
      const text = isGone(error) ? t("This thread was deleted.") : messageOf(error);
      return [{ kind: "note", parent, text }];
    }
  }
}

function threadItem({ info, threadId, isOpen }: ThreadRow): vscode.TreeItem {
  const state = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(titleOf(info), isOpen ? state.Expanded : state.Collapsed);
  const date = dateOf(info.updatedAt, vscode.env.language);
  item.id = threadId;
  item.description = date;
  item.tooltip = `${titleOf(info)}\n${date}`;
  item.iconPath = new vscode.ThemeIcon(isOpen ? "comment-discussion" : "comment");
  item.contextValue = "thread";
  const label = isOpen
    ? t("{0}, open thread, {1}", titleOf(info), date)
    : t("{0}, thread, {1}", titleOf(info), date);
  item.accessibilityInformation = { label, role: "treeitem" };
  return item;
}

function fileItem({ file, uri, parent }: FileRow): vscode.TreeItem {
  const { description, tooltip, spoken, icon, contextValue } = lookOf(file, vscode.env.language);
  const item = new vscode.TreeItem(uri);
  item.id = `${parent.threadId}/${file.name}`;
  item.label = file.name;
  item.description = description;
  item.tooltip = tooltip;
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: spoken, role: "treeitem" };
  item.command = { command: "vscode.open", title: t("Open"), arguments: [uri] };
  return item;
}

function noteItem({ text, parent }: NoteRow): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = `note/${parent?.threadId ?? ""}`;
  item.contextValue = "note";
  return item;
}
