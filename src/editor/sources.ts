import { openAsBlob } from "node:fs";
import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import type { Source } from "../thread/source.ts";

const MAX_BYTES = 512 * 1024 * 1024;

/**
 * The file at `uri` as a source: what the editor holds if it was changed and not saved, else what is on disk or in
 * its virtual file system. Throws InterpreterError of kind "user" for what is no file, is gone, or is too large.
 */
export async function sourceOf(uri: vscode.Uri): Promise<Source> {
  const name = uri.path.split("/").at(-1) || "file";
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document !== undefined && (document.isDirty || document.isUntitled)) {
    return textSource(document.isUntitled ? `${name}.${extensionOf(document)}` : name, document.getText());
  }
  const stat = await statOf(uri, name);
  if ((stat.type & vscode.FileType.File) === 0) {
    throw new InterpreterError("user", "not_a_file", `${name} is a folder.`, {
      action: "Choose files in it.",
    });
  }
  if (stat.size > MAX_BYTES) {
    throw new InterpreterError(
      "user",
      "too_large",
      `${name} is larger than 512 MB, the most that can be sent.`,
      {
        action: "Take a part of it.",
      },
    );
  }
  const open = async (): Promise<Blob> =>
    uri.scheme === "file"
      ? openAsBlob(uri.fsPath)
      : new Blob([new Uint8Array(await vscode.workspace.fs.readFile(uri))]);
  return { name, bytes: stat.size, open };
}

/** A source that is a text. */
export function textSource(name: string, text: string): Source {
  const blob = new Blob([text]);
  return { name, bytes: blob.size, open: () => Promise.resolve(blob) };
}

async function statOf(uri: vscode.Uri, name: string): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (cause) {
    throw new InterpreterError("user", "no_file", `${name} cannot be read: it is not there any more.`, {
      cause,
    });
  }
}

function extensionOf({ languageId }: vscode.TextDocument): string {
  return { python: "py", json: "json", markdown: "md", csv: "csv" }[languageId] ?? "txt";
}
