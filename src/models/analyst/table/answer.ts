import type { FileRef } from "../../../domain/file.ts";
import type { Facts } from "../results.ts";
import { count, literal } from "../words.ts";
import { type Column, whereMissing } from "./columns.ts";
import { sheetsOf } from "./readTable.ts";
import { standingOut } from "./standingOut.ts";
import type { Summary } from "./summary.ts";

/** A copy that was written, or why none was. */
export type Copy = { readonly target: string; readonly facts: Facts } | { readonly failure: string };

/** Everything that the cells found out. */
export interface Findings {
  readonly file: FileRef;
  /** Of reading. */
  readonly facts: Facts;
  readonly columns: readonly Column[];
  readonly overview: Facts;
  /** The answer to what the question named. */
  readonly asked: string | null;
  readonly summary: Summary;
  readonly copy: Copy;
  readonly workbook: Copy;
}

/** The answer in Markdown; every number in it was printed by a cell. */
export function answerOf(all: Findings): string {
  const points = [
    shape(all),
    ...sheets(all.facts),
    whereMissing(all.columns, all.overview),
    ...tidied(all.overview),
    ...standingOut(all.summary),
  ];
  const parts = [
    ...(all.asked === null ? [] : [all.asked]),
    `**${literal(all.file.name)}**${reading(all.facts)}, in short:`,
    points.map((point) => `- ${point}`).join("\n"),
    written(all),
  ];
  return parts.join("\n\n");
}

function reading(facts: Facts): string {
  const encoding = facts.get("encoding")?.replace("utf-8-sig", "UTF-8");
  const leftOut = facts.get("rows left out, with more cells than columns");
  const above = facts.get("lines before the header");
  return [
    ...(encoding === undefined
      ? []
      : [`, read as ${encoding} with ${facts.get("separator")}s between the cells`]),
    ...(above === undefined ? [] : [`, without the ${count(above, "line")} before its header`]),
    ...(facts.has("header") ? [", which has no header"] : []),
    ...(facts.has("sheets")
      ? [`, sheet ${literal(facts.get("sheet") ?? "")} of ${facts.get("sheets")}`]
      : []),
    ...(leftOut === undefined ? [] : [`; ${count(leftOut, "row")} with more cells than columns left out`]),
  ].join("");
}

function shape({ facts, columns, overview }: Findings): string {
  const inFile = facts.get("rows in the file");
  const rows =
    inFile === undefined
      ? count(facts.get("rows"), "row")
      : `${inFile} rows (${facts.get("rows")} of them, spread evenly, were looked at)`;
  const names = columns
    .slice(0, 12)
    .map(({ name }) => literal(name))
    .join(", ");
  const more = columns.length > 12 ? " …" : "";
  const duplicates = overview.get("duplicate rows");
  const repeated = duplicates === "0" ? "no duplicate rows" : count(duplicates, "duplicate row");
  return `${rows} and ${count(overview.get("columns"), "column")} (${names}${more}); ${repeated}`;
}

function sheets(facts: Facts): string[] {
  const shown = facts.get("sheet");
  const others = sheetsOf(facts).filter(({ name }) => name !== shown);
  if (others.length === 0) return [];
  const list = others
    .slice(0, 10)
    .map(({ name, rows, columns }) => `${literal(name)} (${rows} × ${columns})`);
  return [
    `other sheets, with rows × columns: ${list.join(", ")}${others.length > 10 ? " …" : ""}; ask for one by its name`,
  ];
}

function tidied(overview: Facts): string[] {
  const amounts = overview.get("texts read as numbers");
  const unclear = overview.get("dates that could not be read");
  return [
    ...(amounts === undefined ? [] : [`read as numbers, without signs and separators: ${literal(amounts)}`]),
    ...(unclear === undefined ? [] : [`dates that could not be read, and count as missing: ${unclear}`]),
  ];
}

function written({ copy, workbook, overview }: Findings): string {
  const link = (target: string): string => `[${literal(target)}](sandbox:/mnt/data/${target})`;
  const book =
    "failure" in workbook
      ? `The summary was not written: ${workbook.failure}`
      : `The summary as a workbook is in ${link(workbook.target)}.`;
  if ("failure" in copy) return `A cleaned copy was not written: ${copy.failure}\n\n${book}`;
  const { target, facts } = copy;
  const [rows, trimmed, removed] = [
    count(facts.get("rows written"), "row"),
    count(overview.get("cells trimmed"), "cell"),
    count(facts.get("rows removed"), "duplicate or empty row"),
  ];
  return `A cleaned copy is in ${link(target)}: ${rows}, ${trimmed} trimmed, ${removed} removed. ${book}`;
}
