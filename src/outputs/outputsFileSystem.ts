import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import { messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { SCHEME } from "../manifest.ts";
import { entriesOf, filesBelow, findFile, foldersOf, originalsOf } from "./listing.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { pathOf, type Place, placeOf } from "./place.ts";
import { type FolderNews, isGone } from "./threadFolder.ts";
import type { ThreadFolders } from "./threadFolders.ts";

// VS Code asks for a whole file at once. Its editors refuse such sizes by themselves; other readers may not.
const MAX_BYTES = 1024 ** 3;

/** The place of a thread's file in the virtual folder. */
export function outputUri(threadId: string, name: string): vscode.Uri {
  return uriOf({ threadId, name, isOriginal: false });
}

/** The place of the version that a person gave, when code has changed the file since. */
export function originalUri(threadId: string, name: string): vscode.Uri {
  return uriOf({ threadId, name, isOriginal: true });
}

function uriOf(place: Place): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: pathOf(place) });
}

/** `interpreter:/<thread>/<file>`: every thread's files, given and made, newest versions, read-only; see `Place`. */
export class OutputsFileSystem implements vscode.FileSystemProvider, Disposable {
  readonly #store: OutputsStore;
  readonly #folders: ThreadFolders;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #listening: Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor(store: OutputsStore, folders: ThreadFolders) {
    this.#store = store;
    this.#folders = folders;
    this.#listening = folders.onNews((news) => this.#changed.fire(eventsOf(news)));
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const threadId = placeOf(uri.path)?.threadId ?? null;
    const watching = threadId === null ? null : this.#folders.watch(threadId);
    return new vscode.Disposable(() => watching?.dispose());
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { threadId, name, files } = await this.#look(uri);
    if (threadId === null) return folderStat(0);
    const file = findFile(files, name);
    if (file !== undefined) {
      return { type: vscode.FileType.File, ctime: file.at, mtime: file.at, size: file.bytes };
    }
    const below = filesBelow(files, name);
    if (below === null) throw vscode.FileSystemError.FileNotFound(uri);
    return folderStat(below.reduce((latest, { at }) => Math.max(latest, at), 0));
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { threadId, name, isOriginal, files } = await this.#look(uri);
    if (threadId === null) return isOriginal ? [] : this.#threads();
    if (findFile(files, name) !== undefined) throw vscode.FileSystemError.FileNotADirectory(uri);
    const below = filesBelow(files, name);
    if (below === null) throw vscode.FileSystemError.FileNotFound(uri);
    return [...entriesOf(below, name)].map(([entry, kind]) => [
      entry,
      kind === "file" ? vscode.FileType.File : vscode.FileType.Directory,
    ]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { threadId, name, files } = await this.#look(uri);
    const file = findFile(files, name);
    if (file === undefined) {
      const isFolder = threadId === null || filesBelow(files, name) !== null;
      throw isFolder
        ? vscode.FileSystemError.FileIsADirectory(uri)
        : vscode.FileSystemError.FileNotFound(uri);
    }
    if (file.bytes > MAX_BYTES) {
      throw vscode.FileSystemError.Unavailable(
        t("{0} is too large to be opened. Save it instead.", file.name),
      );
    }
    return this.#ask(uri, this.#store.content(file.id));
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** The path alone counts: VS Code's preview adds a query of its own. */
  async #look(uri: vscode.Uri): Promise<Place & { readonly files: readonly ThreadFile[] }> {
    const place = placeOf(uri.path);
    if (place === null) throw vscode.FileSystemError.FileNotFound(uri);
    if (place.threadId === null) return { ...place, files: [] };
    const files = await this.#ask(uri, this.#folders.files(place.threadId));
    return { ...place, files: place.isOriginal ? originalsOf(files) : files };
  }

  async #threads(): Promise<[string, vscode.FileType][]> {
    const threads = await this.#store.listThreads();
    return threads.map(({ id }) => [id, vscode.FileType.Directory]);
  }

  async #ask<T>(uri: vscode.Uri, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (isGone(error)) throw vscode.FileSystemError.FileNotFound(uri);
      throw vscode.FileSystemError.Unavailable(messageOf(error));
    }
  }
}

const TYPES = {
  created: vscode.FileChangeType.Created,
  changed: vscode.FileChangeType.Changed,
  deleted: vscode.FileChangeType.Deleted,
};

function eventsOf({ threadId, changes, isGone: isThreadGone }: FolderNews): vscode.FileChangeEvent[] {
  const created = changes.flatMap(({ change, file }) => (change === "created" ? [file] : []));
  // A folder that was there already takes this for a change of it.
  const folders = [...foldersOf(created)].map((name) => ({
    type: vscode.FileChangeType.Created,
    uri: outputUri(threadId, name),
  }));
  const files = changes.flatMap(({ change, file }): vscode.FileChangeEvent[] => {
    const event = { type: TYPES[change], uri: outputUri(threadId, file.name) };
    if (change !== "deleted" || file.original === undefined) return [event];
    return [event, { type: TYPES.deleted, uri: originalUri(threadId, file.name) }];
  });
  const gone = isThreadGone ? [{ type: vscode.FileChangeType.Deleted, uri: outputUri(threadId, "") }] : [];
  return [...folders, ...files, ...gone];
}

function folderStat(mtime: number): vscode.FileStat {
  return { type: vscode.FileType.Directory, ctime: 0, mtime, size: 0 };
}
