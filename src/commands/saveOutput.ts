import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import type { CommandContext } from "./commandContext.ts";

/** Save As… for a file of a thread. */
export async function saveOutput(
  _context: CommandContext,
  item?: { readonly uri: vscode.Uri },
): Promise<void> {
  if (item === undefined) {
    throw new InterpreterError("user", "no_file", "No file was chosen.", {
      action: "Use Save As… on a file in the Outputs view.",
    });
  }
  const name = item.uri.path.split("/").at(-1) ?? "output";
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(
    folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) },
  );
  if (target !== undefined) await vscode.workspace.fs.copy(item.uri, target, { overwrite: true });
}
