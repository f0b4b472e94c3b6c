import { t } from "../base/l10n.ts";
import type { At } from "./steps.ts";
import { askForText } from "./textBox.ts";

interface Question {
  /** Who gets the key. */
  readonly host: string;
  readonly title: string;
  /** Whether there is one already, which then stays. */
  readonly isKept?: boolean;
  /** Whether nothing works without one. */
  readonly isNeeded?: boolean;
  readonly at?: At<string> | undefined;
}

/** Asks for an API key; empty: none is needed, or the one that is kept stays. Throws as `askForText` does. */
export async function askForKey({
  host,
  title,
  isKept = false,
  isNeeded = false,
  at,
}: Question): Promise<string> {
  const mayBeEmpty = isKept || !isNeeded;
  return askForText({
    title,
    prompt: promptFor(host, isKept, isNeeded),
    placeholder: t("API key"),
    password: true,
    problem: (text) => {
      if (text === "") return mayBeEmpty ? null : t("It needs a key.");
      return /^[\x21-\x7e]*$/.test(text)
        ? null
        : t("This is no API key: it has spaces or other characters in it.");
    },
    at,
  });
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
