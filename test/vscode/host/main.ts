// Runs inside VS Code's extension host: what the extension offers to other code there.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeTab, waitFor } from "./acts.ts";
import { OUTPUT_CASES } from "./outputs.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47];
const PLOT = "flipper-length-mm-by-species.png";

const folder = (): vscode.Uri => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, "no folder is open");
  return first.uri;
};

const CASES: Record<string, () => Promise<void>> = {
  "contributes its commands": async () => {
    const extension = vscode.extensions.getExtension("code-interpreter.code-interpreter");
    assert.ok(extension, "the extension is not there");
    await extension.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    assert.deepEqual(
      contributes.commands.filter(({ command }) => !known.has(command)),
      [],
    );
  },
  "makes a plot that workspace.fs reads and an editor opens": async () => {
    await vscode.commands.executeCommand(
      "codeInterpreter.analyzeFile",
      vscode.Uri.joinPath(folder(), "penguins.csv"),
    );
    const plot = await waitFor(async () => findPlot());
    const bytes = await vscode.workspace.fs.readFile(plot);
    assert.deepEqual([...bytes.subarray(0, 4)], PNG);
    assert.equal((await vscode.workspace.fs.stat(plot)).size, bytes.length);
    await vscode.commands.executeCommand("vscode.open", plot);
    await activeTab((input) => input instanceof vscode.TabInputCustom && input.uri.path.endsWith(PLOT));
  },
  "lets outputs be copied out, and not be changed": async () => {
    const plot = await waitFor(async () => findPlot());
    const copy = vscode.Uri.joinPath(folder(), PLOT);
    await vscode.workspace.fs.copy(plot, copy);
    assert.equal(
      (await vscode.workspace.fs.stat(copy)).size,
      (await vscode.workspace.fs.readFile(plot)).length,
    );
    await assert.rejects(async () => vscode.workspace.fs.writeFile(plot, new Uint8Array(1)));
    await assert.rejects(async () => vscode.workspace.fs.readFile(plot.with({ path: `${plot.path}.gone` })));
  },
  ...OUTPUT_CASES,
};

/** VS Code calls this and ends with its result. */
export async function run(): Promise<void> {
  const failures: string[] = [];
  for (const [name, work] of Object.entries(CASES)) {
    try {
      await work();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

async function findPlot(): Promise<vscode.Uri | undefined> {
  const root = vscode.Uri.from({ scheme: "interpreter", path: "/" });
  for (const [thread] of await vscode.workspace.fs.readDirectory(root)) {
    const threadUri = vscode.Uri.joinPath(root, thread);
    const names = (await vscode.workspace.fs.readDirectory(threadUri)).map(([name]) => name);
    if (names.includes(PLOT)) return vscode.Uri.joinPath(threadUri, PLOT);
  }
  return undefined;
}
