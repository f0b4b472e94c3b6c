import * as vscode from "vscode";

/**
 * The file in the active tab, whatever kind of editor shows it: of a comparison the changed side, of a notebook the
 * notebook and not the cell that has the cursor. Undefined when the tab shows no file.
 */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff) {
    return input.modified;
  }
  const showsFile =
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook;
  return showsFile ? input.uri : undefined;
}
