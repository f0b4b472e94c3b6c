import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { outputUri } from "./outputsFileSystem.ts";

interface Wanted {
  readonly threadId: string;
  readonly title: string;
  /** Where a run works: in the open thread, or in one that may be of this window. */
  readonly runs: "open" | "elsewhere" | "none";
}

/**
 * Adds a thread's folder to the workspace, behind all others. Where that makes VS Code restart its extensions, the person
 * is asked first, and a run that works is not cut off.
 */
export async function addToWorkspace({ threadId, title, runs }: Wanted): Promise<void> {
  const uri = outputUri(threadId, "");
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.some((folder) => folder.uri.toString() === uri.toString())) {
    void vscode.window.showInformationMessage(t("This thread's outputs are in the workspace already."));
    await vscode.commands.executeCommand("revealInExplorer", uri);
    return;
  }
  // Only what is added behind other folders of a workspace that has several leaves VS Code as it is.
  const isRestart = vscode.workspace.workspaceFile === undefined || folders.length === 0;
  if (isRestart && runs === "open") {
    throw new InterpreterError(
      "user",
      "busy",
      t("VS Code would restart its extensions, and end the run that works."),
      {
        action: t("Wait for the answer, or press Stop, and add the outputs then."),
      },
    );
  }
  if (isRestart && !(await isConfirmed(folders.length, runs === "elsewhere"))) return;
  const name = t("Outputs: {0}", title);
  if (!vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name })) {
    throw new InterpreterError("user", "not_added", t("VS Code did not add the folder to the workspace."), {
      action: t("Its files stay in the Outputs view; try again in a moment."),
    });
  }
}

async function isConfirmed(count: number, mayEndRun: boolean): Promise<boolean> {
  const add = t("Add");
  const message =
    count === 0
      ? t("Adding the outputs makes a workspace of this window.")
      : t("Adding the outputs makes a workspace of several folders out of this window.");
  const restart = t(
    "VS Code restarts its extensions for that. Threads, files and unsaved editors are kept; Python's variables are gone.",
  );
  const ended = t("A run that works in another thread of this window is ended; what it made is kept.");
  const detail = mayEndRun ? `${restart} ${ended}` : restart;
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, add)) === add;
}
