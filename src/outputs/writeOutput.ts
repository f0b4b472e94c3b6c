import * as vscode from "vscode";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { FileRef } from "../domain/file.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { createFile, replaceFile } from "./writeFile.ts";

/**
 * Writes the file's bytes to `target`. On disk they are streamed, and what was there before stays until the new file is
 * whole; a target that is not to be replaced is never touched. Throws InterpreterError of kind "user" with the reason.
 */
export async function writeOutput(
  store: OutputsStore,
  file: FileRef,
  target: vscode.Uri,
  { replace, signal }: { readonly replace: boolean; readonly signal: AbortSignal },
): Promise<void> {
  try {
    if (target.scheme !== "file") {
      await vscode.workspace.fs.writeFile(target, await store.content(file.id));
      return;
    }
    const write = replace ? replaceFile : createFile;
    await write(target.fsPath, await store.open(file.id), signal);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new InterpreterError("user", "not_saved", reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return t("The disk is full.");
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "NoPermissions":
      return t("It may not be written there.");
    case "EEXIST":
      return t("There is a file of that name already.");
    case "EISDIR":
    case "ENOTDIR":
      return t("A folder and a file of one name are in each other's way.");
    case "ENAMETOOLONG":
      return t("Its name is too long.");
    default:
      return messageOf(error);
  }
}
