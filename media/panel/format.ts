import { t } from "../../src/base/l10n.ts";

/** The language of the page, BCP 47. */
export const language = (): string => document.documentElement.lang || "en";

/** "1,912" */
export function numberText(value: number): string {
  return value.toLocaleString(language());
}

/** "18 KB" */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return t("{0} B", bytes);
  if (bytes < 1024 ** 2) return t("{0} KB", Math.round(bytes / 1024));
  return t("{0} MB", (bytes / 1024 ** 2).toFixed(1));
}

/** "0.2 s" or "3 min 4 s" */
export function durationText(ms: number): string {
  if (ms < 59_950) return t("{0} s", (ms / 1000).toFixed(1));
  const seconds = Math.round(ms / 1000);
  return t("{0} min {1} s", Math.floor(seconds / 60), seconds % 60);
}

/** A moment as people name it: its time today, else its day. `at` and `now` are epoch milliseconds. */
export function momentText(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString()) {
    return then.toLocaleTimeString(language(), { hour: "numeric", minute: "2-digit" });
  }
  const isThisYear = then.getFullYear() === today.getFullYear();
  const year = isThisYear ? {} : ({ year: "numeric" } as const);
  return then.toLocaleDateString(language(), { day: "numeric", month: "short", ...year });
}

/** The URI of a file of the thread. */
export function fileUri(filesUri: string, name: string): string {
  return `${filesUri}/${name.split("/").map(encodeURIComponent).join("/")}`;
}
