import type { Json } from "../../domain/json.ts";
import { type Output, type Table, tableSchema } from "../../domain/output.ts";
import { TABLE_MIME } from "../../domain/tableMime.ts";
import { t } from "../../base/l10n.ts";
import { escapedHtml } from "./html.ts";
import { escapedMarkdown } from "./markdownText.ts";

// Scripts whose letters take two columns in a font of fixed width.
const WIDE = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uff01-\uff60]/gu;

/** The table that a display holds; null when it has none. */
export function tableIn({ data }: Extract<Output, { kind: "display" }>): Table | null {
  return tableSchema.safeParse(data[TABLE_MIME]).data ?? null;
}

/** As pandas writes it into notebooks. */
export function htmlTable(table: Table): string {
  const heads = table.fields.map(({ name }) => `<th>${escapedHtml(name)}</th>`);
  const rows = table.data.map((row) => row.map((value) => `<td>${escapedHtml(cellText(value))}</td>`));
  const line = (cells: readonly string[]): string => `<tr>${cells.join("")}</tr>`;
  const count = `<p>${escapedHtml(rowsText(table))}</p>`;
  return [
    '<table border="1" class="dataframe">',
    `<thead>${line(heads)}</thead>`,
    `<tbody>\n${rows.map(line).join("\n")}\n</tbody>`,
    `</table>\n${count}`,
  ].join("\n");
}

export function markdownTable(table: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(table.fields.map(({ name }) => escapedMarkdown(name))),
    line(table.fields.map(({ dtype }) => (isNumeric(dtype) ? "--:" : "---"))),
    ...table.data.map((row) => line(row.map((value) => escapedMarkdown(cellText(value))))),
    `\n${rowsText(table)}`,
  ].join("\n");
}

/** In columns, for a font of fixed width: numbers to the right, everything else to the left. */
export function textTable(table: Table): string {
  const { fields, data } = table;
  const rows = [fields.map(({ name }) => name), ...data.map((row) => row.map(cellText))].map((row) =>
    row.map((text) => text.replace(/\s+/g, " ")),
  );
  // No spread: a long table has more rows than a call takes arguments.
  const widths = fields.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? "")), 0),
  );
  const padded = (text: string, column: number): string => {
    const space = " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
    return isNumeric(fields[column]?.dtype ?? "") ? space + text : text + space;
  };
  const lines = rows.map((row) => row.map(padded).join("  ").trimEnd());
  return [...lines, rowsText(table)].join("\n");
}

/** The table as the data package standard has it, which is what readers of notebooks expect under its MIME type. */
export function dataResource({ fields, data }: Table): Json {
  const names: string[] = [];
  for (const { name } of fields) {
    // The standard's rows are objects: names that occur twice would hide each other.
    let free = name;
    for (let count = 1; names.includes(free); count++) free = `${name}.${count}`;
    names.push(free);
  }
  return {
    schema: {
      fields: fields.map(({ dtype }, column) => ({ name: names[column] ?? "", type: typeOf(dtype) })),
    },
    data: data.map((row) => Object.fromEntries(row.map((value, column) => [names[column] ?? "", value]))),
  };
}

function rowsText({ data, rowCount }: Table): string {
  return rowCount > data.length ? t("{0} of {1} rows", data.length, rowCount) : t("{0} rows", rowCount);
}

const cellText = (value: Table["data"][number][number]): string => String(value ?? "");

const isNumeric = (dtype: string): boolean => /^(u?int|float)/i.test(dtype);

function typeOf(dtype: string): string {
  if (/^u?int/i.test(dtype)) return "integer";
  if (/^float/i.test(dtype)) return "number";
  if (/^bool/i.test(dtype)) return "boolean";
  return dtype.startsWith("datetime") ? "datetime" : "string";
}

function widthOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0);
}
