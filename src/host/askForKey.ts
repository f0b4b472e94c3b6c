import * as vscode from "vscode";
import { t } from "../base/l10n.ts";

interface Question {
  /** Who gets the key. */
  readonly host: string;
  readonly title: string;
  /** Whether there is one already, which then stays. */
  readonly isKept?: boolean;
  /** Whether nothing works without one. */
  readonly isNeeded?: boolean;
}

/** Asks for an API key. Undefined: left; empty: none is needed, or the one that is kept stays. */
export async function askForKey({
  host,
  title,
  isKept = false,
  isNeeded = false,
}: Question): Promise<string | undefined> {
  const mayBeEmpty = isKept || !isNeeded;
  const key = await vscode.window.showInputBox({
    title,
    prompt: promptFor(host, isKept, isNeeded),
    placeHolder: t("API key"),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === "") return mayBeEmpty ? null : t("It needs a key.");
      return /^[\x21-\x7e]*$/.test(text.trim())
        ? null
        : t("This is no API key: it has spaces or other characters in it.");
    },
  });
  return key?.trim();
}

function promptFor(host: string, isKept: boolean, isNeeded: boolean): string {
  if (isKept)
    return t(
      "Kept in VS Code's secret storage, and sent to {0} only. Empty: the key that is kept stays.",
      host,
    );
  return isNeeded
    ? t("Kept in VS Code's secret storage, and sent to {0} only.", host)
    : t("Kept in VS Code's secret storage, and sent to {0} only. Empty: it needs none.", host);
}
