import * as vscode from "vscode";
import { InterpreterError, messageOf } from "../../base/errors.ts";
import { randomToken } from "../../base/ids.ts";
import { t } from "../../base/l10n.ts";

/**
 * Writes a file whole or not at all, in any file system that VS Code knows: a file of that name stays as it was when it
 * fails. Throws InterpreterError of kind "user".
 */
export async function saveWhole(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const name = nameOf(uri);
  const temporary = vscode.Uri.joinPath(uri, "..", `.${randomToken()}.tmp`);
  const { fs } = vscode.workspace;
  try {
    await fs.writeFile(temporary, bytes);
    await fs.rename(temporary, uri, { overwrite: true });
  } catch (cause) {
    // What is left of it, if anything: the failure to be told is the one above.
    await Promise.resolve(fs.delete(temporary)).catch(() => {});
    throw new InterpreterError(
      "user",
      "not_saved",
      t("{0} could not be saved: {1}", name, messageOf(cause)),
      { action: t("Nothing was changed. Choose another folder and try again."), cause },
    );
  }
}

/** Takes back what `save` had put into a folder that was not there before, when it fails. */
export async function orNoFolder(folder: vscode.Uri, save: () => Promise<void>): Promise<void> {
  const { fs } = vscode.workspace;
  const isNew = await Promise.resolve(fs.stat(folder)).then(
    () => false,
    () => true,
  );
  try {
    await save();
  } catch (error) {
    if (isNew) await Promise.resolve(fs.delete(folder, { recursive: true })).catch(() => {});
    throw error;
  }
}

/** The last part of the path. */
export function nameOf({ path }: vscode.Uri): string {
  return path.split("/").at(-1) ?? "";
}
