import * as vscode from "vscode";
import type { CommandContext } from "./commandContext.ts";

/** Asks for the endpoint's key and keeps it in VS Code's secret storage. */
export async function setApiKey({ keys }: CommandContext): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: "API key of the model's endpoint",
    prompt: "Kept in VS Code's secret storage, and sent to that endpoint only.",
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined || key.trim() === "") return;
  await keys.setApiKey(key.trim());
  void vscode.window.showInformationMessage("The API key is kept in VS Code's secret storage.");
}

export async function clearApiKey({ keys }: CommandContext): Promise<void> {
  await keys.clearApiKey();
  void vscode.window.showInformationMessage("The API key was removed.");
}
