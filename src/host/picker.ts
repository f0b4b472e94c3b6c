import * as vscode from "vscode";
import type { At } from "./steps.ts";
import { addWaysOut } from "./waysOut.ts";

interface PickerOptions<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  /** All rows as they are now; `typed` is what was typed, trimmed. */
  readonly items: (typed: string) => T[];
  /** Which row is active at first. */
  readonly isActiveFirst?: (item: T) => boolean;
  /** Loads what is slow; the list is busy until all of it is there. `signal`: the list was closed. */
  readonly load?: (signal: AbortSignal, changed: () => void) => readonly Promise<void>[];
  readonly onButton?: (item: T, button: vscode.QuickInputButton) => Promise<void>;
  /** One of several steps stays when something else gets the focus. */
  readonly at?: At<unknown> | undefined;
}

/**
 * A list that is there at once and fills while it is open. Rows keep their place under the keyboard. Throws the silent
 * error when it is left, and `WentBack`.
 */
export async function showPicker<T extends vscode.QuickPickItem>(options: PickerOptions<T>): Promise<T> {
  const picker = vscode.window.createQuickPick<T>();
  const closed = new AbortController();
  const show = (): void => {
    if (closed.signal.aborted) return;
    const active = picker.activeItems[0];
    const items = options.items(picker.value.trim());
    picker.keepScrollPosition = true;
    picker.items = items;
    const same = items.find(({ label, kind }) => label === active?.label && kind === active.kind);
    const first = same ?? items.find((item) => options.isActiveFirst?.(item) ?? false);
    if (first !== undefined) picker.activeItems = [first];
  };
  try {
    Object.assign(picker, {
      title: options.title,
      placeholder: options.placeholder,
      matchOnDescription: true,
      matchOnDetail: true,
      busy: true,
      ignoreFocusOut: options.at !== undefined,
    });
    const picked = new Promise<T>((resolve, reject) => {
      picker.onDidAccept(() => {
        const typed = picker.value.trim();
        // Who types fast is done before the row of it is there.
        const item = picker.selectedItems[0] ?? options.items(typed).find(({ label }) => label === typed);
        if (item !== undefined) resolve(item);
      });
      addWaysOut(picker, options.at, reject);
    });
    picker.onDidChangeValue(show);
    picker.onDidTriggerItemButton(({ item, button }) => void options.onButton?.(item, button).then(show));
    show();
    picker.show();
    void Promise.allSettled(options.load?.(closed.signal, show) ?? []).then(() => {
      if (!closed.signal.aborted) picker.busy = false;
    });
    return await picked;
  } finally {
    closed.abort();
    picker.dispose();
  }
}
