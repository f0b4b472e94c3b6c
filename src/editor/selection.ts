import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import { dedent } from "./dedent.ts";
import { documentName, nameOf } from "./fileNames.ts";
import { type LineRange, linesText } from "./places.ts";
import { textSource } from "./sources.ts";
import { splitName } from "./uniqueNames.ts";

/** A question about a piece of a file. */
export interface SelectionQuestion {
  readonly text: string;
  readonly sources: readonly Source[];
}

// The API takes messages up to 256,000 characters.
const MAX_CODE = 200_000;

/**
 * The selected Python, ready to run on its own; several selections one after the other. Throws InterpreterError of kind
 * "user" when nothing is selected, or it is not Python.
 */
export function selectedPython(): string {
  const { document, texts } = selected();
  if (document.languageId !== "python") {
    throw new InterpreterError("user", "not_python", t("{0} is not Python.", nameOf(document.uri)), {
      action: t("Choose “Analyze with Interpreter” to ask about the selection."),
    });
  }
  return pythonOf(texts);
}

/**
 * The selection of the active editor as a question that names its place and language. Python goes into the message, to
 * be run; any other text goes as a file of its kind. Throws InterpreterError of kind "user" when nothing is selected.
 */
export function selectionQuestion(): SelectionQuestion {
  const { document, texts, ranges } = selected();
  const { languageId } = document;
  const place = `${linesText(ranges)} of ${placeOf(document)}`;
  const code = languageId === "python" ? pythonOf(texts) : null;
  if (code !== null && code.length <= MAX_CODE) {
    const fence = fenceFor(code);
    return { text: `Run ${place}:\n${fence}python\n${code}\n${fence}`, sources: [] };
  }
  const [stem, extension] = splitName(documentName(document));
  const lines = `${ranges[0]?.first}-${ranges.at(-1)?.last}`;
  // Every file of a language that VS Code does not know is plain text to it: that says nothing.
  const language = languageId === "plaintext" ? "" : ` (${languageId})`;
  return {
    text: `Analyze ${place}${language}.`,
    sources: [textSource(`${stem}-${lines}${extension}`, texts.join("\n"))],
  };
}

interface Selected {
  readonly document: vscode.TextDocument;
  /** One for each selection, in the order of the document. */
  readonly texts: readonly string[];
  readonly ranges: readonly LineRange[];
}

function selected(): Selected {
  const { document, selections = [] } = vscode.window.activeTextEditor ?? {};
  const ordered = selections
    .filter((selection) => !selection.isEmpty)
    .toSorted((a, b) => a.start.compareTo(b.start));
  const texts = ordered.map((selection) => document?.getText(withIndent(document, selection)) ?? "");
  if (document === undefined || texts.every((text) => text.trim() === "")) {
    throw new InterpreterError("user", "no_selection", t("Nothing is selected."), {
      action: t("Select some text in an editor and try again."),
    });
  }
  return { document, texts, ranges: ordered.map(rangeOf) };
}

// Selecting whole lines ends before the first letter of the next one, which does not belong to it.
function rangeOf({ start, end, isSingleLine }: vscode.Selection): LineRange {
  return { first: start.line + 1, last: end.line + (end.character === 0 && !isSingleLine ? 0 : 1) };
}

// People begin a selection at a line's first letter; the indentation before it belongs to the code.
function withIndent(document: vscode.TextDocument, { start, end }: vscode.Selection): vscode.Range {
  const { firstNonWhitespaceCharacterIndex: first } = document.lineAt(start.line);
  return new vscode.Range(start.character <= first ? start.with({ character: 0 }) : start, end);
}

function pythonOf(texts: readonly string[]): string {
  return texts.map((text) => dedent(text).trimEnd()).join("\n");
}

function fenceFor(code: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  return "`".repeat(longest + 1);
}

/** Where the document is, for people: its path in the workspace, else its name; of a notebook also the cell. */
function placeOf({ uri }: vscode.TextDocument): string {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const path = isInside ? vscode.workspace.asRelativePath(uri) : nameOf(uri);
  const cells = vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
  const cell = cells.find(({ document }) => document.uri.toString() === uri.toString());
  return cell === undefined ? path : `cell ${cell.index + 1} of ${nameOf(cell.notebook.uri)}`;
}
