import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import { t } from "../base/l10n.ts";
import { isBusy, type Transcript } from "../domain/transcript.ts";
import { COMMANDS, VIEWS } from "../manifest.ts";

/** The interpreter's item in the status bar: idle, it opens the panel; while a run works, it says so and stops it. */
export class StatusBar implements Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem("codeInterpreter", vscode.StatusBarAlignment.Right, 100);
    this.#item.name = t("Interpreter");
    this.update(null);
    this.#item.show();
  }

  update(transcript: Transcript | null): void {
    const working = transcript !== null && isBusy(transcript);
    const text = working ? t("Interpreter: running") : t("Interpreter");
    this.#item.text = `${working ? "$(loading~spin)" : "$(graph)"} ${text}`;
    this.#item.tooltip = working
      ? t("A run works in the open thread. Click to stop it.")
      : t("Open the panel");
    this.#item.accessibilityInformation = { label: text };
    this.#item.command = working ? COMMANDS.stop : `${VIEWS.chat}.focus`;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
