import type { FileRef } from "../../../domain/file.ts";
import type { Column } from "./columns.ts";

type Facts = ReadonlyMap<string, string>;

/** What the first cells found. */
export interface Findings {
  readonly file: FileRef;
  /** Of reading. */
  readonly facts: Facts;
  readonly columns: readonly Column[];
  readonly overview: Facts;
}

interface All extends Findings {
  readonly asked: { readonly title: string; readonly values: Facts } | null;
  readonly summary: Facts;
  readonly cleaned: { readonly target: string; readonly facts: Facts } | null;
}

/** The answer in Markdown; every number in it was printed by a cell. */
export function answerOf(all: All): string {
  const points = [shape(all), ...missing(all), ...strongest(all.summary), ...counted(all.summary)];
  const parts = [
    ...asked(all.asked),
    `**${all.file.name}**${reading(all.facts)}, in short:`,
    points.map((point) => `- ${point}`).join("\n"),
    ...cleaned(all),
  ];
  return parts.join("\n\n");
}

function asked(found: All["asked"]): string[] {
  const lowest = found?.values.get("lowest")?.split(" | ");
  const highest = found?.values.get("highest")?.split(" | ");
  if (found === null || lowest === undefined || highest === undefined) return [];
  return [
    `The ${found.title} runs from **${lowest[1]}** (${lowest[0]}) to **${highest[1]}** (${highest[0]}); all groups are in the table above.`,
  ];
}

function reading(facts: Facts): string {
  const encoding = facts.get("encoding");
  const leftOut = facts.get("rows left out, with more cells than columns");
  const how =
    encoding === undefined ? "" : `, read as ${encoding} with the separator ${facts.get("separator")}`;
  return leftOut === undefined ? how : `${how}; ${leftOut} rows with more cells than columns were left out`;
}

function shape({ facts, columns, overview }: All): string {
  const inFile = facts.get("rows in the file");
  const rows =
    inFile === undefined
      ? `${facts.get("rows")} rows`
      : `${inFile} rows, of which ${facts.get("rows")} spread evenly were looked at`;
  const names = columns
    .slice(0, 12)
    .map(({ name }) => name)
    .join(", ");
  const more = columns.length > 12 ? " …" : "";
  const duplicates = overview.get("duplicate rows");
  return `${rows} and ${facts.get("columns")} columns (${names}${more}); ${duplicates === "0" ? "no" : duplicates} duplicate rows`;
}

function missing({ columns, overview }: All): string[] {
  const total = overview.get("missing values");
  if (total === undefined || total === "0") return ["no missing values"];
  const worst = columns.filter((column) => column.missing > 0).sort((a, b) => b.missing - a.missing);
  const names = worst.slice(0, 3).map((column) => `${column.name} ${column.missing}`);
  return [`${total} missing values: ${names.join(", ")}${worst.length > 3 ? " …" : ""}`];
}

function strongest(summary: Facts): string[] {
  const points: string[] = [];
  const correlation = summary.get("strongest correlation");
  if (correlation !== undefined) points.push(`strongest correlation: ${correlation}`);
  const [group, measure] = summary.get("group")?.split(" | ") ?? [];
  const lowest = summary.get("lowest mean")?.split(" | ");
  const highest = summary.get("highest mean")?.split(" | ");
  if (group !== undefined && lowest !== undefined && highest !== undefined) {
    points.push(
      `${group} explains ${summary.get("explained")} of the variation of ${measure}: its mean runs from ${lowest[1]} (${lowest[0]}) to ${highest[1]} (${highest[0]})`,
    );
  }
  return points;
}

function counted(summary: Facts): string[] {
  const [value, times] = summary.get("most frequent")?.split(" | ") ?? [];
  return value === undefined ? [] : [`most frequent value: ${value} (${times} rows)`];
}

function cleaned({ cleaned: copy, file }: All): string[] {
  if (copy === null) return [`A cleaned copy was not written, as ${file.name} is large.`];
  const trimmed = copy.facts.get("cells trimmed");
  const removed = copy.facts.get("rows removed");
  return [
    `A cleaned copy is in [${copy.target}](sandbox:/mnt/data/${copy.target}): ${copy.facts.get("rows written")} rows, ${trimmed} cells trimmed, ${removed} duplicate or empty rows removed.`,
  ];
}
