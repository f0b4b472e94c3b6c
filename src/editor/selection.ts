import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import { textSource } from "./sources.ts";

/** A question about a piece of a file. */
export interface SelectionQuestion {
  readonly text: string;
  readonly sources: readonly Source[];
}

// The API takes messages up to 256,000 characters; longer code goes as a file.
const MAX_CODE = 200_000;

/** The selected Python, ready to run on its own. Throws InterpreterError of kind "user" when nothing is selected. */
export function selectedPython(): string {
  const { document, selection } = selected();
  return dedent(document.getText(withIndent(document, selection)));
}

/**
 * The selection of the active editor as a question that names its place. Python goes into the message, to be run; any
 * other text goes as a file of its kind. Throws InterpreterError of kind "user" when nothing is selected.
 */
export function selectionQuestion(): SelectionQuestion {
  const { document, selection } = selected();
  const text = document.getText(withIndent(document, selection));
  const name = document.uri.path.split("/").at(-1) ?? "selection";
  // Selecting whole lines ends before the first letter of the next one, which does not belong to it.
  const isWhole = selection.end.character === 0 && !selection.isSingleLine;
  const [first, last] = [selection.start.line + 1, selection.end.line + (isWhole ? 0 : 1)];
  const lines = first === last ? `line ${first}` : `lines ${first}–${last}`;
  if (document.languageId === "python" && text.length <= MAX_CODE) {
    return { text: `Run ${lines} of ${name}:\n\`\`\`python\n${dedent(text)}\n\`\`\``, sources: [] };
  }
  const [stem, extension] = splitName(name);
  return {
    text: `Analyze ${lines} of ${name}.`,
    sources: [textSource(`${stem}-${first}-${last}${extension}`, text)],
  };
}

function selected(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && !editor.selection.isEmpty) return editor;
  throw new InterpreterError("user", "no_selection", t("Nothing is selected."), {
    action: t("Select some text in an editor and try again."),
  });
}

// People begin a selection at a line's first letter; the indentation before it belongs to the code.
function withIndent(document: vscode.TextDocument, selection: vscode.Selection): vscode.Range {
  const { start, end } = selection;
  const { firstNonWhitespaceCharacterIndex: first } = document.lineAt(start.line);
  return new vscode.Range(start.character <= first ? start.with({ character: 0 }) : start, end);
}

/** Without the indentation that all lines share: a selected body of a function runs on its own. */
function dedent(text: string): string {
  const lines = text.split(/\r?\n/);
  const indents = lines.flatMap((line) => (line.trim() === "" ? [] : [line.search(/\S/)]));
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(Math.min(shared, line.length))).join("\n");
}

function splitName(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ".txt"];
}
