import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import type { ThreadFile, Transcript } from "../domain/transcript.ts";
import { SCHEME } from "../manifest.ts";

/** Where the virtual folder finds threads and files. */
export interface FileStore {
  listThreads(): Promise<readonly { readonly id: string; readonly createdAt: number }[]>;
  files(threadId: string): Promise<readonly ThreadFile[]>;
  content(fileId: string): Promise<Uint8Array>;
}

/** The place of a thread's file in the virtual folder. */
export function outputUri(threadId: string, name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${threadId}/${name}` });
}

/** `interpreter:/<thread>/<file>`: every thread's files, inputs and outputs, newest versions, read-only. */
export class OutputsFileSystem implements vscode.FileSystemProvider, Disposable {
  readonly #store: FileStore;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  #known = new Map<string, string>();
  #threadId: string | null = null;

  constructor(store: FileStore) {
    this.#store = store;
  }

  /** Tells editors what is new in the open thread. */
  update(transcript: Transcript | null): void {
    const known = new Map((transcript?.files ?? []).map(({ name, id }) => [name, id]));
    if (transcript !== null && transcript.threadId === this.#threadId) {
      const changes = [...known].flatMap(([name, id]): vscode.FileChangeEvent[] => {
        const old = this.#known.get(name);
        if (old === id) return [];
        const type = old === undefined ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed;
        return [{ type, uri: outputUri(transcript.threadId, name) }];
      });
      if (changes.length > 0) this.#changed.fire(changes);
    }
    this.#known = known;
    this.#threadId = transcript?.threadId ?? null;
  }

  watch(): vscode.Disposable {
    // Changes are told for all files; there is nothing to begin or end for one.
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const [threadId, name] = split(uri);
    if (threadId === "") return folder(0);
    const files = await this.#files(uri, threadId);
    const file = files.find((candidate) => candidate.name === name);
    if (file !== undefined) {
      return { type: vscode.FileType.File, ctime: file.at, mtime: file.at, size: file.bytes };
    }
    const inside = name === "" ? files : files.filter((candidate) => candidate.name.startsWith(`${name}/`));
    if (name !== "" && inside.length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return folder(Math.max(0, ...inside.map(({ at }) => at)));
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const [threadId, name] = split(uri);
    if (threadId === "") {
      const threads = await this.#store.listThreads();
      return threads.map(({ id }) => [id, vscode.FileType.Directory]);
    }
    const prefix = name === "" ? "" : `${name}/`;
    const entries = new Map<string, vscode.FileType>();
    for (const file of await this.#files(uri, threadId)) {
      if (!file.name.startsWith(prefix)) continue;
      const [entry = "", ...below] = file.name.slice(prefix.length).split("/");
      entries.set(entry, below.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return [...entries];
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const [threadId, name] = split(uri);
    const files = await this.#files(uri, threadId);
    const file = files.find((candidate) => candidate.name === name);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return this.#store.content(file.id);
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
    this.#changed.dispose();
  }

  async #files(uri: vscode.Uri, threadId: string): Promise<readonly ThreadFile[]> {
    try {
      return await this.#store.files(threadId);
    } catch {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
  }
}

// The path alone: VS Code's preview adds a query of its own.
function split({ path }: vscode.Uri): [threadId: string, name: string] {
  const [, threadId = "", ...rest] = path.split("/");
  return [threadId, rest.join("/").replace(/\/$/, "")];
}

function folder(mtime: number): vscode.FileStat {
  return { type: vscode.FileType.Directory, ctime: 0, mtime, size: 0 };
}
