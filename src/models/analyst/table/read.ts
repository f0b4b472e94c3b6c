import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf } from "../playbook.ts";
import type { Facts } from "../results.ts";

/** Above this a table is read in pieces and a part of its rows is looked at: the sandbox has some 900 MB. */
export const LARGE_BYTES = 40 * 1024 * 1024;
const SAMPLE_ROWS = 100_000;

export const REPORT = `print(f"rows: {len(df)}")
print(f"columns: {df.shape[1]}")
df.head(10)
`;

/** How a table of text is to be read. */
export interface Form {
  /** Keyword arguments of pandas' `read_csv`, as Python. */
  readonly options: readonly string[];
  readonly hasHeader: boolean;
  /** Whether rows with more cells than columns are left out, and counted. */
  readonly leavesOut: boolean;
}

/** The form that a table has most often. */
export function usualForm({ name }: FileRef): Form {
  return { options: /\.(tsv|tab)$/i.test(name) ? ['sep="\\t"'] : [], hasHeader: true, leavesOut: false };
}

/** The form that the look at the bytes found. */
export function formOf(look: Facts): Form {
  const separator = look.get("separator");
  const skipped = look.get("lines before the header");
  const options = [
    `encoding="${look.get("encoding")}"`,
    'encoding_errors="replace"',
    `sep="${SEPARATORS[separator ?? ""] ?? ","}"`,
    ...(look.get("decimal mark") === "comma" ? ['decimal=","'] : []),
    ...(skipped === undefined ? [] : [`skiprows=${skipped}`]),
    ...(look.has("header") ? ["header=None"] : []),
    ...(look.has("rows end in a separator") ? ["index_col=False"] : []),
  ];
  return { options, hasHeader: !look.has("header"), leavesOut: false };
}

const SEPARATORS: Record<string, string> = { comma: ",", semicolon: ";", tab: String.raw`\t`, pipe: "|" };

/** Reads a table of text in the given form. */
export function readDelimited(file: FileRef, { options, hasHeader, leavesOut }: Form): string {
  const from = [pathOf(file), ...options].join(", ");
  const isLarge = file.bytes > LARGE_BYTES;
  const columns = 'df.columns = [f"column {number}" for number in range(1, df.shape[1] + 1)]\n';
  return `# Read ${oneLine(file.name)}${isLarge ? ` in pieces (${Math.round(file.bytes / 1024 / 1024)} MB), keeping every n-th row` : ""}
import pandas as pd

# Numbers with leading zeros are codes: read as numbers they would lose them
top = pd.read_csv(${from}, dtype=str, nrows=1000${leavesOut ? ', on_bad_lines="skip"' : ""})
codes = {name: str for name in top if top[name].str.fullmatch(r"0\\d+").any()}
${isLarge ? readInPieces(from, leavesOut, file.bytes) : readAtOnce(from, leavesOut)}${hasHeader ? "" : columns}${REPORT}`;
}

function readAtOnce(from: string, leavesOut: boolean): string {
  if (!leavesOut) return `df = pd.read_csv(${from}, dtype=codes)\n`;
  return `left_out = []
df = pd.read_csv(${from}, dtype=codes, engine="python", on_bad_lines=lambda row: left_out.append(row))
print(f"rows left out, with more cells than columns: {len(left_out)}")
`;
}

function readInPieces(from: string, leavesOut: boolean, bytes: number): string {
  const badLines = leavesOut ? ', on_bad_lines="warn"' : "";
  return `rows, kept = 0, []
for piece in pd.read_csv(${from}, dtype=codes, chunksize=100_000${badLines}):
    # About ${SAMPLE_ROWS.toLocaleString("en")} rows in the end, spread evenly over the file.
    if rows == 0:
        step = max(1, round(${bytes} / max(1, piece.head(1000).to_csv().__len__() / 1000) / ${SAMPLE_ROWS}))
    kept.append(piece.iloc[(-rows) % step :: step])
    rows += len(piece)
df = pd.concat(kept, ignore_index=True)
print(f"rows in the file: {rows}")
`;
}
