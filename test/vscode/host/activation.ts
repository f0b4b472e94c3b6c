// Runs inside VS Code's extension host: prints what VS Code itself measured of our activation, at its own start and
// before any command.
import * as vscode from "vscode";

const EXTENSION = "code-interpreter.code-interpreter";
const ROW = new RegExp(`^\\| ${EXTENSION.replaceAll(".", "\\.")} .*$`, "m");

/** VS Code calls this and ends with its result. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  await until(() => extension?.isActive === true);
  await vscode.commands.executeCommand("perfview.show");
  await until(() => rowOf() !== undefined);
  // The tests' driver takes what is written to the console.
  // oxlint-disable-next-line no-console
  console.log(rowOf());
}

/** A line of the table in "Developer: Startup Performance". */
function rowOf(): string | undefined {
  const texts = vscode.workspace.textDocuments.map((document) => document.getText());
  return texts.map((text) => ROW.exec(text)?.[0]).find((row) => row !== undefined);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
