import { t } from "../../base/l10n.ts";
import type { FileRef } from "../../domain/file.ts";
import { GIVEN_CODE } from "../../domain/givenCode.ts";
import type { CellBlock, Transcript, Turn } from "../../domain/transcript.ts";

const KIB = 1024;

/** The name of a document about the thread. */
export function threadTitle({ title }: Transcript): string {
  return title === "" ? t("Untitled thread") : title;
}

/** "2026-01-31 14:05", in the person's time zone. */
export function timeText(epochMs: number): string {
  return new Date(epochMs).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
}

/** "penguins.csv (13 KB), notes.txt (1 KB)" */
export function filesText(files: readonly FileRef[], name = (text: string): string => text): string {
  return files.map((file) => `${name(file.name)} (${bytesText(file.bytes)})`).join(", ");
}

/** How the run ended, for one that did not end well; null for one that did. */
export function endingOf({ state, error }: Turn): string | null {
  switch (state) {
    case "completed":
      return null;
    case "failed":
      return error === null ? t("The run failed.") : t("The run failed: {0}", error);
    case "cancelled":
      return t("The run was stopped. What it had until then is above.");
    case "incomplete":
      return error === null ? t("The run ended at a limit.") : t("The run ended at a limit: {0}", error);
    case "expired":
      return t("The run was not answered in time.");
    case "waiting":
    case "queued":
    case "running":
    case "stopping":
      return t("The run still worked when this was written.");
  }
}

/** "Built-in analyst, 4.2 s, 812 tokens", and where questions and outputs were sent, if they were. */
export function costText({ model, sent, askedAt, endedAt, usage }: Turn): string {
  const isNamed = model !== null && model !== "default" && model !== GIVEN_CODE;
  return [
    ...(isNamed ? [model] : []),
    ...(endedAt === null ? [] : [t("{0} s", ((endedAt - askedAt) / 1000).toFixed(1))]),
    ...(usage === null ? [] : [t("{0} tokens", usage.promptTokens + usage.completionTokens)]),
    ...(sent === undefined ? [] : [t("sent to {0}", sent.to)]),
  ].join(", ");
}

/** Whether the cell's code was handed to Python; one that was still being written was not. */
export function hasRun({ state }: CellBlock): boolean {
  return state !== "writing";
}

/** Cells that were handed to Python, in order. */
export function cellsOf({ turns }: Transcript): CellBlock[] {
  return turns.flatMap(({ blocks }) => blocks.filter((block) => block.kind === "cell")).filter(hasRun);
}

/** Files that the person gave, as they are named in /mnt/data; each once. */
export function inputsOf({ turns }: Transcript): string[] {
  return [...new Set(turns.flatMap(({ attachments }) => attachments.map(({ name }) => name)))];
}

function bytesText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  return bytes < KIB ** 2 ? `${Math.round(bytes / KIB)} KB` : `${(bytes / KIB ** 2).toFixed(1)} MB`;
}
