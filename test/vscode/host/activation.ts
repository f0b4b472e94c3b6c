// Runs inside VS Code's extension host: prints what VS Code itself measured of our activation and of an empty
// extension's, at its own start and before any command.
import * as vscode from "vscode";

const EXTENSIONS = ["code-interpreter.code-interpreter", "code-interpreter-tests.empty"];

/** VS Code calls this and ends with its result. */
export async function run(): Promise<void> {
  await until(() => EXTENSIONS.every((id) => vscode.extensions.getExtension(id)?.isActive === true));
  await vscode.commands.executeCommand("perfview.show");
  await until(() => EXTENSIONS.every((id) => rowOf(id) !== undefined));
  // The tests' driver takes what is written to the console.
  // oxlint-disable-next-line no-console
  for (const id of EXTENSIONS) console.log(rowOf(id));
}

/** A line of the table in "Developer: Startup Performance". */
function rowOf(id: string): string | undefined {
  const lines = vscode.workspace.textDocuments.flatMap((document) => document.getText().split("\n"));
  return lines.find((line) => line.startsWith(`| ${id} `));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
