import type { Table } from "../../src/domain/output.ts";
import { language } from "./format.ts";
import { type Cell, isNumeric } from "./tableData.ts";

/** Text of a cell as it is shown; the exact value, where that says more, goes into a tooltip. */
export type Format = (value: Cell | undefined) => string;

const DIGITS = 6;
const MAX_DECIMALS = 6;
// Beyond these a plain number is hard to read.
const [SMALL, LARGE] = [1e-4, 1e15];
// Their digits are no amounts: 2,007 would be no year.
const NAMES_OF_CODES = /(?:^|[_\s])(?:year|yr|id|code|zip|plz|phone|no)(?:$|[_\s])/i;

/** How the values of a column are written: alike, so that they can be compared at a glance. */
export function columnFormat(table: Table, column: number): Format {
  const { name, dtype } = table.fields[column]!;
  const numbers = table.data
    .map((row) => row[column])
    .filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  if (!isNumeric(dtype) || numbers.length === 0) return plainText;
  const isWhole = /int/i.test(dtype);
  const decimals = isWhole ? 0 : Math.max(0, ...numbers.map(decimalsOf));
  const isGrouped = !NAMES_OF_CODES.test(name) && !numbers.every(isYear);
  return (value) => {
    if (typeof value !== "number") return plainText(value);
    return (!isWhole && isOdd(value) ? scientific() : fixed(decimals, isGrouped)).format(value);
  };
}

// Making one takes longer than using it a hundred times.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formats.get(key) ?? new Intl.NumberFormat(language(), options);
  formats.set(key, known);
  return known;
}

const scientific = (): Intl.NumberFormat =>
  formatOf("scientific", { notation: "scientific", maximumSignificantDigits: DIGITS });

const fixed = (decimals: number, useGrouping: boolean): Intl.NumberFormat =>
  formatOf(`${decimals} ${useGrouping}`, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping,
  });

const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1500 && value < 2200;

const isOdd = (value: number): boolean =>
  value !== 0 && (Math.abs(value) < SMALL || Math.abs(value) >= LARGE);

/** Decimals that this value needs at the precision that is shown. */
function decimalsOf(value: number): number {
  if (isOdd(value)) return 0;
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(value) || 1)) + 1);
  const text = value.toFixed(Math.min(Math.max(DIGITS - whole, 0), MAX_DECIMALS));
  return /\.(\d*?)0*$/.exec(text)?.[1]?.length ?? 0;
}

function plainText(value: Cell | undefined): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "True" : "False";
  // Dates without a time of day.
  return String(value).replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$/, "$1");
}
