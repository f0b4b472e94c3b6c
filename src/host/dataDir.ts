import type * as vscode from "vscode";
import type { Settings } from "./settings.ts";

/** Absolute folder for everything that is kept. Throws when the setting is no such folder. */
export function dataDirOf(
  { globalStorageUri }: vscode.ExtensionContext,
  { historyFolder }: Settings,
): string {
  return historyFolder ?? globalStorageUri.fsPath;
}
