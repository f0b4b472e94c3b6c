import * as vscode from "vscode";
import { t } from "../base/l10n.ts";

/** Shows in the status bar how far Python is unpacked, which happens once after the extension was installed. */
export async function showSetUp(work: (onProgress: (done: number) => void) => Promise<void>): Promise<void> {
  const location = vscode.ProgressLocation.Window;
  const title = t("Setting up Python, only this once");
  await vscode.window.withProgress({ location, title }, (progress) =>
    work((done) => progress.report({ message: t("{0} %", Math.round(100 * done)) })),
  );
}
