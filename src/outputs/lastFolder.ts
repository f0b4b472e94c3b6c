import * as vscode from "vscode";
import { SCHEME } from "../manifest.ts";

const KEY = "codeInterpreter.lastFolder";

/** Where files were saved the last time; at first the workspace's folder, if there is one that can be written to. */
export class LastFolder {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  async get(): Promise<vscode.Uri | undefined> {
    const kept: unknown = this.#memory.get(KEY);
    const last = typeof kept === "string" ? vscode.Uri.parse(kept) : undefined;
    if (last !== undefined && (await isFolder(last))) return last;
    return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme !== SCHEME)?.uri;
  }

  async set(folder: vscode.Uri): Promise<void> {
    await this.#memory.update(KEY, folder.toString());
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}
