import * as vscode from "vscode";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { FileRef } from "../domain/file.ts";
import type { LastFolder } from "./lastFolder.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { baseName, placesFor } from "./saveNames.ts";
import { writeOutput } from "./writeOutput.ts";

/** Asks for a place, and saves the file there; the dialog itself asks before something is replaced. */
export async function saveAs(store: OutputsStore, last: LastFolder, file: FileRef): Promise<void> {
  const folder = await last.get();
  const [name = ""] = placesFor([baseName(file.name)], process.platform === "win32");
  const target = await vscode.window.showSaveDialog({
    title: t("Save {0}", name),
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  const progress = { location: vscode.ProgressLocation.Notification, title: t("Saving {0}", name) };
  try {
    await vscode.window.withProgress(progress, () =>
      writeOutput(store, file, target, { replace: true, signal: new AbortController().signal }),
    );
  } catch (cause) {
    throw new InterpreterError("user", "not_saved", t("{0} was not saved: {1}", name, messageOf(cause)), {
      action: t("It is kept in its thread; try another place."),
      cause,
    });
  }
  await last.set(vscode.Uri.joinPath(target, ".."));
  void offerToOpen(target);
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const open = t("Open");
  const said = t("{0} was saved.", vscode.workspace.asRelativePath(target));
  if ((await vscode.window.showInformationMessage(said, open)) === open) {
    await vscode.commands.executeCommand("vscode.open", target);
  }
}
