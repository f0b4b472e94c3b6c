import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import type { Source } from "../thread/source.ts";
import type { CommandContext } from "./commandContext.ts";

/**
 * "Analyze with Interpreter" on files: those selected in the explorer (`uris`), the one the menu was opened on (`uri`),
 * or, from the palette, the one in the active editor.
 */
export async function analyzeFile(
  { controller, showPanel, sourceOf }: CommandContext,
  uri?: vscode.Uri,
  uris?: readonly vscode.Uri[],
): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri ?? activeTabUri();
  const chosen =
    uris !== undefined && uris.length > 0 ? uris : [uri ?? active].filter((one) => one !== undefined);
  if (chosen.length === 0) {
    throw new InterpreterError("user", "no_file", "No file is open.", {
      action: "Open one, or right-click it in the explorer.",
    });
  }
  const sources: Source[] = [];
  for (const one of chosen) sources.push(await sourceOf(one));
  await showPanel();
  await controller.ask(`Analyze ${sources.map(({ name }) => name).join(", ")}.`, sources);
}

// A picture or a notebook is open in no text editor.
function activeTabUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputNotebook
    ? input.uri
    : undefined;
}
