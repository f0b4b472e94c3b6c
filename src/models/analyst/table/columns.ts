import { oneLine } from "../playbook.ts";
import type { Table } from "../../../domain/output.ts";
import type { Facts } from "../results.ts";
import { count, literal } from "../words.ts";

/** A column as the overview cell reported it. */
export interface Column {
  readonly name: string;
  readonly kind: "number" | "date" | "text";
  readonly missing: number;
  /** How many values are there, and how many different ones. */
  readonly known: number;
  readonly distinct: number;
}

/** Columns from the overview's table: name, type, missing, distinct. */
export function columnsOf({ data }: Table, rows: number): Column[] {
  return data.map(([name, type, missing, distinct]) => ({
    name: String(name),
    kind: kindOf(String(type)),
    missing: Number(missing),
    known: rows - Number(missing),
    distinct: Number(distinct),
  }));
}

function kindOf(type: string): Column["kind"] {
  if (type.startsWith("datetime")) return "date";
  return /^(u?int|float)/i.test(type) ? "number" : "text";
}

/** Worth a mean: not a year, a code or a running number. */
export const isMeasure = ({ kind, name, known, distinct }: Column): boolean =>
  kind === "number" &&
  (distinct > 8 || (distinct > 1 && distinct > known / 2)) &&
  !/(^| )(years?|id|index|unnamed.*|no|nr|code|연도|년도|번호|코드)$/.test(plain(name));

/** Few enough values to stand side by side, each of several rows. */
export const isGroup = ({ kind, known, distinct }: Column): boolean =>
  kind === "text" && distinct >= 2 && distinct <= 12 && distinct <= known / 2;

/** Also a number with few values (a year, a count of cylinders) tells groups apart when somebody asks for it. */
export const canGroup = ({ kind, distinct }: Column): boolean =>
  kind !== "date" && distinct >= 2 && distinct <= 30;

/** The columns that a question names, in its order; units and underscores in their names need not be said. */
export function namedColumns(question: string, columns: readonly Column[]): Column[] {
  const text = ` ${plain(question)} `;
  return columns
    .map((column) => ({ column, at: positionIn(text, column.name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ column }) => column);
}

/** Where a text, made plain, names a column; -1 if it does not. */
export function positionIn(text: string, name: string): number {
  const words = plain(name);
  const withoutUnit = words.replace(/ (mm|cm|m|km|g|kg|lbs?|in lbs|usd|eur|krw|pct|percent)$/, "");
  const plural = words.length > 3 ? words.replace(/(?:y|)$/, (end) => (end === "y" ? "ies" : "s")) : words;
  for (const form of [words, withoutUnit, plural]) {
    // "a" is more often a word of the question than a column.
    if (form.length < 2 && /^[a-z]?$/.test(form)) continue;
    // Korean particles stand right behind a word, also of another script: "species별".
    const at = /^[\p{Script=Hangul}\p{Script=Han}]/u.test(form)
      ? text.indexOf(form)
      : text.search(new RegExp(` ${form}[ \\p{Script=Hangul}]`, "u"));
    if (at >= 0) return at;
  }
  return -1;
}

/** Where values are missing, in words. */
export function whereMissing(columns: readonly Column[], overview: Facts): string {
  const total = overview.get("missing values");
  if (total === undefined || total === "0") return "no missing values";
  const worst = columns.filter((column) => column.missing > 0).sort((a, b) => b.missing - a.missing);
  const names = worst.slice(0, 3).map((column) => `${literal(column.name)} ${column.missing}`);
  return `${count(total, "missing value")}: ${names.join(", ")}${worst.length > 3 ? " …" : ""}`;
}

export const plain = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** A column's name as people write it: "body_mass_g" is "body mass g". */
export const label = (name: string): string => oneLine(name).replaceAll("_", " ").trim() || name;
