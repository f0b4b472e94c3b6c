import type { FileRef } from "../../../domain/file.ts";
import type { Facts } from "../results.ts";
import { count, literal } from "../words.ts";
import { partsOf } from "./asked.ts";
import type { Column } from "./columns.ts";
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
}

/** The answer in Markdown; every number in it was printed by a cell. */
export function answerOf(all: Findings): string {
  const points = [shape(all), ...missing(all), ...tidied(all.overview), ...strongest(all.summary)];
  const parts = [
    ...(all.asked === null ? [] : [all.asked]),
    `**${literal(all.file.name)}**${reading(all.facts)}, in short:`,
    points.map((point) => `- ${point}`).join("\n"),
    copied(all),
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

function missing({ columns, overview }: Findings): string[] {
  const total = overview.get("missing values");
  if (total === undefined || total === "0") return ["no missing values"];
  const worst = columns.filter((column) => column.missing > 0).sort((a, b) => b.missing - a.missing);
  const names = worst.slice(0, 3).map((column) => `${literal(column.name)} ${column.missing}`);
  return [`${count(total, "missing value")}: ${names.join(", ")}${worst.length > 3 ? " …" : ""}`];
}

function tidied(overview: Facts): string[] {
  const amounts = overview.get("texts read as numbers");
  const unclear = overview.get("dates that could not be read");
  return [
    ...(amounts === undefined ? [] : [`read as numbers, without signs and separators: ${literal(amounts)}`]),
    ...(unclear === undefined ? [] : [`dates that could not be read, and count as missing: ${unclear}`]),
  ];
}

function strongest({ facts, measures, pair, split, counted }: Summary): string[] {
  const points: string[] = [];
  if (pair !== null) {
    const [a, b] = pair.map(({ name }) => literal(name));
    points.push(`strongest correlation: ${facts.get("correlation")} between ${a} and ${b}`);
  }
  if (split !== null) {
    const [low, lowest] = partsOf(facts, "lowest mean");
    const [high, highest] = partsOf(facts, "highest mean");
    points.push(
      `${literal(split.group.name)} explains ${facts.get("explained")} of the variation of ${literal(split.measure.name)}: its mean runs from ${low} (${literal(lowest)}) to ${high} (${literal(highest)})`,
    );
  }
  const first = facts.get("first measure");
  if (points.length === 0 && first !== undefined)
    points.push(`${literal(measures[0]?.name ?? "")}: ${first}`);
  const [times, value] = partsOf(facts, "most frequent");
  if (counted !== null && times === "1") points.push(`every ${literal(counted.name)} occurs once`);
  else if (counted !== null && times !== "")
    points.push(`most frequent ${literal(counted.name)}: ${literal(value)} (${times} rows)`);
  return points;
}

function copied({ copy, overview }: Findings): string {
  if ("failure" in copy) return `A cleaned copy was not written: ${copy.failure}`;
  const { target, facts } = copy;
  const [written, trimmed, removed] = [
    count(facts.get("rows written"), "row"),
    count(overview.get("cells trimmed"), "cell"),
    count(facts.get("rows removed"), "duplicate or empty row"),
  ];
  return `A cleaned copy is in [${literal(target)}](sandbox:/mnt/data/${target}): ${written}, ${trimmed} trimmed, ${removed} removed.`;
}
