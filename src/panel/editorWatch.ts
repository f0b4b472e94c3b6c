import * as vscode from "vscode";
import { type Disposable, Disposables } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Surroundings } from "./messages.ts";

// Text editors to VS Code, but no files to a person.
const NO_FILES = new Set(["output", "comment", "vscode-terminal", "vscode-interactive-input", "vscode-scm"]);

/** A selection in a file. */
export interface Selected {
  /** The file's name. */
  readonly file: string;
  readonly text: string;
  /** From 1, both included. */
  readonly lines: readonly [first: number, last: number];
}

/** What the person works on in the editors, also while the panel has the keyboard. */
export class EditorWatch implements Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.on;
  #lastTextEditor: vscode.TextEditor | undefined;
  #shown: Surroundings["editor"] = null;
  readonly #activeTab: () => vscode.Uri | undefined;

  /** `activeTab`: the file that the active tab shows. */
  constructor(activeTab: () => vscode.Uri | undefined) {
    this.#activeTab = activeTab;
    const { window } = vscode;
    const look = (): void => this.#look();
    this.#owned.add(window.onDidChangeActiveTextEditor(look));
    this.#owned.add(window.onDidChangeTextEditorSelection(look));
    this.#owned.add(window.tabGroups.onDidChangeTabs(look));
    this.#owned.add(window.tabGroups.onDidChangeTabGroups(look));
    look();
  }

  /** For the page: the same object until something changes. */
  get shown(): Surroundings["editor"] {
    return this.#shown;
  }

  /** The file in the active tab, whatever kind of editor shows it. */
  get activeFile(): vscode.Uri | undefined {
    const uri = this.#activeTab();
    return uri === undefined || NO_FILES.has(uri.scheme) ? this.#active?.document.uri : uri;
  }

  /** The selection of the active text editor. Throws InterpreterError of kind "user" when nothing is selected. */
  selected(): Selected {
    const editor = this.#active;
    if (editor === undefined || editor.selection.isEmpty) {
      throw new InterpreterError("user", "no_selection", t("Nothing is selected."), {
        action: t("Select some text in an editor and try again."),
      });
    }
    const { document, selection } = editor;
    // Selecting whole lines ends before the first letter of the next one, which does not belong to it.
    const isWhole = selection.end.character === 0 && !selection.isSingleLine;
    return {
      file: nameOf(document.uri),
      text: document.getText(selection),
      lines: [selection.start.line + 1, selection.end.line + (isWhole ? 0 : 1)],
    };
  }

  /**
   * Puts code at the cursor of the text editor that was active last, and the keyboard there. Throws InterpreterError of
   * kind "user" when there is none, or it cannot be written to.
   */
  async insert(code: string): Promise<void> {
    const last = this.#lastTextEditor;
    if (last === undefined || last.document.isClosed) {
      throw new InterpreterError("user", "no_editor", t("No text editor is open to insert the code into."), {
        action: t("Open a file, put the cursor where the code belongs, and try again."),
      });
    }
    const { document, selection, viewColumn } = last;
    // An editor whose tab was left is gone; its document and the cursor's place are known.
    const editor = await vscode.window.showTextDocument(document, {
      selection,
      ...(viewColumn === undefined ? {} : { viewColumn }),
    });
    if (await editor.insertSnippet(new vscode.SnippetString().appendText(code))) return;
    const name = nameOf(document.uri);
    throw new InterpreterError("user", "not_inserted", t("{0} cannot be changed.", name), {
      action: t("Copy the code, or choose another editor."),
    });
  }

  async dispose(): Promise<void> {
    await this.#owned.dispose();
  }

  get #active(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor === undefined || NO_FILES.has(editor.document.uri.scheme) ? undefined : editor;
  }

  #look(): void {
    this.#lastTextEditor = this.#active ?? this.#lastTextEditor;
    const file = this.activeFile;
    const next =
      file === undefined
        ? null
        : { file: nameOf(file), hasSelection: this.#active?.selection.isEmpty === false };
    if (next?.file === this.#shown?.file && next?.hasSelection === this.#shown?.hasSelection) return;
    this.#shown = next;
    this.#changed.emit();
  }
}

/** A file's name, without its folders. */
function nameOf(uri: vscode.Uri): string {
  return uri.path.split("/").at(-1) || "file";
}
