// Runs inside VS Code's extension host: how it reads the notebook that lies in its folder.
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** VS Code calls this and ends with its result. */
export async function run(): Promise<void> {
  const [uri] = await vscode.workspace.findFiles("*.ipynb");
  assert.ok(uri, "there is no notebook in the folder");
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  assert.equal(notebook.notebookType, "jupyter-notebook");
  const cells = notebook.getCells();
  const { Code, Markup } = vscode.NotebookCellKind;
  assert.deepEqual(
    cells.slice(0, 3).map(({ kind }) => kind),
    [Markup, Code, Markup],
  );
  const ran = cells.filter(({ executionSummary }) => executionSummary?.executionOrder !== undefined);
  assert.deepEqual(
    ran.map(({ executionSummary }) => executionSummary?.executionOrder),
    ran.map((_, index) => index + 1),
  );
  const items = ran.flatMap(({ outputs }) => outputs.flatMap((output) => output.items));
  const pictures = items.filter(({ mime }) => mime === "image/png");
  assert.ok(pictures.length > 0, "no picture");
  for (const { data } of pictures) assert.equal(Buffer.from(data.subarray(1, 4)).toString(), "PNG");
  assert.ok(
    items.some(({ mime }) => mime === "text/html"),
    "no table",
  );
  assert.ok(
    items.some(({ mime }) => mime === "application/vnd.code.notebook.stdout"),
    "no printed text",
  );
}
