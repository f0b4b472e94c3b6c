import * as vscode from "vscode";
import type { At } from "./steps.ts";
import { addWaysOut } from "./waysOut.ts";

interface TextBoxOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  /** What is in the box at first, unless the person came back to it. */
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with a text, for people; null: nothing. An empty one may be passed over until it is entered. */
  readonly problem: (text: string) => string | null;
  readonly at?: At<string> | undefined;
}

/**
 * A line of text, trimmed. Throws the silent error when it is left, and `WentBack`. Unlike VS Code's own, it has a way
 * back.
 */
export async function askForText(options: TextBoxOptions): Promise<string> {
  const box = vscode.window.createInputBox();
  const problem = (): string | null => options.problem(box.value.trim());
  try {
    Object.assign(box, {
      title: options.title,
      prompt: options.prompt,
      placeholder: options.placeholder,
      value: options.at?.last ?? options.value ?? "",
      password: options.password ?? false,
      ignoreFocusOut: true,
    });
    return await new Promise<string>((resolve, reject) => {
      box.onDidChangeValue(() => {
        box.validationMessage = box.value.trim() === "" ? undefined : (problem() ?? undefined);
      });
      box.onDidAccept(() => {
        box.validationMessage = problem() ?? undefined;
        if (box.validationMessage === undefined) resolve(box.value.trim());
      });
      addWaysOut(box, options.at, reject);
      box.show();
    });
  } finally {
    box.dispose();
  }
}
