import * as vscode from "vscode";
import { t } from "../base/l10n.ts";

/** Shows how far Python is unpacked, which happens once after the extension was installed. */
export async function showSetUp(work: (onProgress: (done: number) => void) => Promise<void>): Promise<void> {
  const { Notification: location } = vscode.ProgressLocation;
  const title = t("Code Interpreter: setting up Python, only this once");
  await vscode.window.withProgress({ location, title }, async (progress) => {
    let shown = 0;
    await work((done) => {
      progress.report({ increment: 100 * (done - shown) });
      shown = done;
    });
  });
}
