import { t } from "../base/l10n.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import type { ThreadInfo } from "./outputsStore.ts";

/** How a file is shown: its words for the eye, and in one sentence for the ear. */
export interface FileLook {
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
  /** A codicon where the icon of the file's type would not say enough. */
  readonly icon?: "attach" | "diff-modified";
  /** For menus. */
  readonly contextValue: "fileOutput" | "fileInput" | "fileInputChanged";
}

/** The open thread first, whether the list has it already or not; then those in which something happened last. */
export function orderThreads(
  threads: readonly ThreadInfo[],
  open: { readonly threadId: string; readonly title: string } | null,
): readonly ThreadInfo[] {
  const latestFirst = threads.toSorted((a, b) => b.updatedAt - a.updatedAt);
  if (open === null) return latestFirst;
  const listed = threads.find(({ id }) => id === open.threadId);
  const first = {
    id: open.threadId,
    title: open.title || (listed?.title ?? ""),
    updatedAt: listed?.updatedAt ?? Date.now(),
    isBusy: listed?.isBusy ?? false,
  };
  return [first, ...latestFirst.filter(({ id }) => id !== open.threadId)];
}

/** What code made first, then what it changed, then what was only given; each in the order of its coming. */
export function orderFiles(files: readonly ThreadFile[]): readonly ThreadFile[] {
  const rank = (file: ThreadFile): number =>
    file.original !== undefined ? 1 : file.role === "output" ? 0 : 2;
  return files.toSorted((a, b) => rank(a) - rank(b));
}

export function lookOf(file: ThreadFile, language: string): FileLook {
  const size = sizeOf(file.bytes, language);
  const facts = [file.name, `${file.mime}, ${size}`, dateOf(file.at, language)];
  if (file.original !== undefined) {
    return {
      description: t("{0} · input, changed", size),
      tooltip: [...facts, t("Given to the thread, and changed by its code.")].join("\n"),
      spoken: t("{0}, input, changed by code, {1}", file.name, size),
      icon: "diff-modified",
      contextValue: "fileInputChanged",
    };
  }
  if (file.role === "input") {
    return {
      description: t("{0} · input", size),
      tooltip: [...facts, t("Given to the thread.")].join("\n"),
      spoken: t("{0}, input, {1}", file.name, size),
      icon: "attach",
      contextValue: "fileInput",
    };
  }
  return {
    description: size,
    tooltip: [...facts, t("Made by the thread's code.")].join("\n"),
    spoken: t("{0}, output, {1}", file.name, size),
    contextValue: "fileOutput",
  };
}

export function titleOf({ title }: { readonly title: string }): string {
  return title === "" ? t("Untitled thread") : title;
}

/** Date and time, as short as they are read well. */
export function dateOf(at: number, language: string): string {
  return new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** A size in the unit in which it is read well, in steps of 1024. */
export function sizeOf(bytes: number, language: string): string {
  const units = ["B", "KB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  const digits = unit > 1 && size < 100 ? 1 : 0;
  return `${size.toLocaleString(language, { maximumFractionDigits: digits })} ${units[unit]}`;
}
