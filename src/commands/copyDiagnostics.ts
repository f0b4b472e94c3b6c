import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import type { CommandContext } from "./commandContext.ts";

/** Puts what helps to find a fault into the clipboard. */
export async function copyDiagnostics({ diagnostics }: CommandContext): Promise<void> {
  await vscode.env.clipboard.writeText(diagnostics());
  void vscode.window.showInformationMessage(
    t("Diagnostics were copied. They hold no questions, no file names and no keys."),
  );
}
