import * as vscode from "vscode";
import type { Json } from "../domain/json.ts";

const TEXT = /^(text\/|image\/svg\+xml$)/;
const JSON_MIME = /[/+]json$/;
/** VS Code's own MIME types of what Jupyter has as kinds of output. */
const OWN = "application/vnd.code.notebook.";

/** The notebook as its editor holds it, as the text of an .ipynb file. */
export function notebookText(notebook: vscode.NotebookDocument): string {
  const cells = notebook.getCells().map(cellOf);
  const language = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code);
  const metadata = { language_info: { name: language?.document.languageId ?? "python" } };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }, null, 1);
}

function cellOf({ kind, document, executionSummary, outputs }: vscode.NotebookCell): Json {
  const source = document.getText();
  if (kind === vscode.NotebookCellKind.Markup) return { cell_type: "markdown", metadata: {}, source };
  if (document.languageId === "raw") return { cell_type: "raw", metadata: {}, source };
  return {
    cell_type: "code",
    execution_count: executionSummary?.executionOrder ?? null,
    metadata: {},
    outputs: outputs.flatMap(outputOf),
    source,
  };
}

/** An output is one value in several forms, or pieces of what was printed. */
function outputOf({ items }: vscode.NotebookCellOutput): Json[] {
  const own = items.filter(({ mime }) => mime.startsWith(OWN));
  if (own.length > 0) return own.map(ownOutput);
  const data = Object.fromEntries(items.map((item) => [item.mime, contentOf(item)]));
  return [{ output_type: "display_data", data, metadata: {} }];
}

function ownOutput({ mime, data }: vscode.NotebookCellOutputItem): Json {
  const text = new TextDecoder().decode(data);
  if (mime !== `${OWN}error`) return { output_type: "stream", name: mime.slice(OWN.length), text };
  const { name = "Error", message = "", stack = "" } = parsed(text) as Partial<Error>;
  return { output_type: "error", ename: name, evalue: message, traceback: stack.split("\n") };
}

function contentOf({ mime, data }: vscode.NotebookCellOutputItem): Json {
  if (JSON_MIME.test(mime)) return parsed(new TextDecoder().decode(data)) as Json;
  return TEXT.test(mime) ? new TextDecoder().decode(data) : Buffer.from(data).toString("base64");
}

/** The JSON, or the text itself when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
