import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import type { CommandContext } from "./commandContext.ts";

/** Asks for a question, unless one is given, and sends it to the open thread. */
export async function ask(
  { controller, showPanel, confirmModel }: CommandContext,
  given?: string,
): Promise<void> {
  // Before anything is typed, which would be gone when it is declined.
  await confirmModel();
  const question =
    typeof given === "string"
      ? given
      : await vscode.window.showInputBox({
          title: t("Ask the interpreter"),
          prompt: t("Sent to the open thread, with the files that it has."),
          placeHolder: t("e.g. Plot the average price by month"),
          ignoreFocusOut: true,
        });
  if (question === undefined || question.trim() === "") return;
  await Promise.all([showPanel(), controller.ask(question.trim(), [])]);
}
