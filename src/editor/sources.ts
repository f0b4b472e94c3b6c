import { openAsBlob, type Stats } from "node:fs";
import { access, constants, lstat, readFile, stat } from "node:fs/promises";
import * as vscode from "vscode";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import { documentName, nameOf } from "./fileNames.ts";
import { notebookText } from "./notebookText.ts";

const MAX_BYTES = 512 * 1024 * 1024;
// Up to here a file is read at once, so that one that is written to all the time, as logs are, can be sent as well.
const AT_ONCE_BYTES = 16 * 1024 * 1024;

/**
 * What is at `uri` as a source: what the editor holds if it was changed and not saved, else what is on disk or in its
 * virtual file system. Throws InterpreterError of kind "user" for what is no file, is gone, may not be read, or is too
 * large.
 */
export async function sourceOf(uri: vscode.Uri): Promise<Source> {
  const isIt = (open: { readonly uri: vscode.Uri }): boolean => open.uri.toString() === uri.toString();
  const notebook = vscode.workspace.notebookDocuments.find(isIt);
  if (notebook !== undefined && (notebook.isDirty || notebook.isUntitled)) {
    return textSource(nameOf(uri).replace(/(\.ipynb)?$/i, ".ipynb"), notebookText(notebook));
  }
  const document = vscode.workspace.textDocuments.find(isIt);
  if (document?.isUntitled || (document !== undefined && isOnlyOpen(uri))) {
    return textSource(documentName(document), document.getText());
  }
  if (document?.isDirty) return textSource(nameOf(uri), document.getText());
  return uri.scheme === "file" ? diskSource(uri) : virtualSource(uri);
}

/** A source that is a text. */
export function textSource(name: string, text: string): Source {
  const blob = new Blob([text]);
  return { name, bytes: blob.size, open: () => Promise.resolve(blob) };
}

/** Whether there is nothing but the document: output channels, cells of notebooks, what an extension shows as a text. */
function isOnlyOpen({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) === undefined;
}

async function diskSource(uri: vscode.Uri): Promise<Source> {
  const name = nameOf(uri);
  const path = uri.fsPath;
  // Looked at each time: a pipe that has taken the file's place would never end.
  const look = async (): Promise<number> => {
    const found = await statOf(path, name);
    if (!found.isFile()) throw notAFile(name, found.isDirectory());
    if (found.size > MAX_BYTES) throw tooLarge(name);
    await access(path, constants.R_OK);
    return found.size;
  };
  const open = async (): Promise<Blob> =>
    (await look()) <= AT_ONCE_BYTES ? new Blob([new Uint8Array(await readFile(path))]) : openAsBlob(path);
  return { name, bytes: await readable(name, look), open: () => readable(name, open) };
}

async function statOf(path: string, name: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    // The explorer shows it all the same.
    const link = await lstat(path).catch(() => null);
    if (link === null) throw error;
    throw refusal("broken_link", t("{0} is a link to something that is not there.", name), error);
  }
}

async function virtualSource(uri: vscode.Uri): Promise<Source> {
  const name = nameOf(uri);
  const look = async (): Promise<number> => {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) throw notAFile(name, (type & vscode.FileType.Directory) !== 0);
    if (size > MAX_BYTES) throw tooLarge(name);
    return size;
  };
  const open = async (): Promise<Blob> => {
    const bytes = await vscode.workspace.fs.readFile(uri);
    // Some file systems do not tell sizes beforehand.
    if (bytes.length > MAX_BYTES) throw tooLarge(name);
    return new Blob([new Uint8Array(bytes)]);
  };
  return { name, bytes: await readable(name, look), open: () => readable(name, open) };
}

/** The result of `read`, or what kept it from being read in a sentence. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof InterpreterError) throw cause;
    throw cannotRead(name, cause);
  }
}

function cannotRead(name: string, cause: unknown): InterpreterError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "FileNotFound":
      return refusal("no_file", t("{0} cannot be read: it is not there any more.", name), cause);
    case "EACCES":
    case "EPERM":
    case "NoPermissions":
      return refusal(
        "no_permission",
        t("{0} cannot be read: you have no permission to read it.", name),
        cause,
      );
    default:
      return refusal("unreadable", t("{0} cannot be read: {1}", name, messageOf(cause)), cause);
  }
}

function notAFile(name: string, isFolder: boolean): InterpreterError {
  return isFolder
    ? new InterpreterError("user", "folder", t("{0} is a folder.", name), {
        action: t("Choose files in it."),
      })
    : refusal("not_a_file", t("{0} is no file: it is a device, a pipe or a socket.", name));
}

function tooLarge(name: string): InterpreterError {
  const message = t("{0} is larger than 512 MB, the most that can be sent.", name);
  return new InterpreterError("user", "too_large", message, { action: t("Take a part of it.") });
}

function refusal(code: string, message: string, cause?: unknown): InterpreterError {
  return new InterpreterError("user", code, message, cause === undefined ? {} : { cause });
}
