// What VS Code itself takes to load and activate an extension.
import "vscode";

export function activate() {}
