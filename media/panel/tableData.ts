import type { Table } from "../../src/domain/output.ts";

export type Cell = Table["data"][number][number];
type Row = Table["data"][number];

/** The value as a table, or null: it comes from a sandbox and may be anything. */
export function asTable(value: unknown): Table | null {
  if (typeof value !== "object" || value === null) return null;
  const { fields, data, rowCount } = value as Partial<Table>;
  const isTable =
    Array.isArray(fields) &&
    fields.every((field) => typeof field?.name === "string" && typeof field.dtype === "string") &&
    Array.isArray(data) &&
    data.every((row) => Array.isArray(row)) &&
    typeof rowCount === "number";
  return isTable ? (value as Table) : null;
}

/** Whether pandas holds numbers in columns of this type. */
export function isNumeric(dtype: string): boolean {
  return /^(u?int|float|decimal|complex)/i.test(dtype);
}

export interface Order {
  readonly column: number;
  readonly direction: "ascending" | "descending";
}

/** What a press on a column's head makes of the order: up, down, and as it came. */
export function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, direction: "ascending" };
  return order.direction === "ascending" ? { column, direction: "descending" } : null;
}

/** The rows in that order; missing values come last in both directions. */
export function sortRows(rows: readonly Row[], order: Order | null): readonly Row[] {
  if (order === null) return rows;
  const { column, direction } = order;
  const sign = direction === "ascending" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [one[column] ?? null, other[column] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compareValues(a, b);
  });
}

const words = new Intl.Collator(undefined, { numeric: true });

function compareValues(a: NonNullable<Cell>, b: NonNullable<Cell>): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== null && y !== null ? x - y : words.compare(String(a), String(b));
}

// Infinities come as text, as JSON has none.
function numberOf(value: NonNullable<Cell>): number | null {
  if (typeof value !== "string") return Number(value);
  return value === "inf" ? Number.MAX_VALUE : value === "-inf" ? -Number.MAX_VALUE : null;
}

/** The table as text of tab-separated values, for spreadsheets. */
export function toTsv({ fields, data }: Table): string {
  const plain = (value: Cell | undefined): string => String(value ?? "").replace(/[\t\r\n]+/g, " ");
  return lines(fields, data, plain, "\t");
}

/** The table as CSV (RFC 4180). */
export function toCsv({ fields, data }: Table): string {
  const quoted = (value: Cell | undefined): string => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return lines(fields, data, quoted, ",");
}

/** The table in columns of spaces, to be read in an editor. */
export function toAligned({ fields, data }: Table): string {
  const texts = [fields.map(({ name }) => name), ...data].map((row) =>
    fields.map((_, column) => String(row[column] ?? "").replace(/\s+/g, " ")),
  );
  const widths = fields.map((_, column) => Math.max(...texts.map((row) => row[column]!.length)));
  const line = (row: string[]): string =>
    row
      .map((text, column) =>
        isNumeric(fields[column]!.dtype) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  return `${texts.map(line).join("\n")}\n`;
}

function lines(
  fields: Table["fields"],
  data: Table["data"],
  toText: (value: Cell | undefined) => string,
  separator: string,
): string {
  const rows = [fields.map(({ name }) => name), ...data];
  return rows.map((row) => `${row.map(toText).join(separator)}\n`).join("");
}
