import { type Table, tableSchema } from "../domain/output.ts";
import { TABLE_MIME } from "../domain/tableMime.ts";
import { type CellBlock, givenOf, type ThreadFile, type Turn } from "../domain/transcript.ts";

/** A column that can be asked about. */
export interface Column {
  readonly name: string;
  /** `measure`: a number with many values; `group`: a text with few. */
  readonly kind: "measure" | "group" | "date" | "other";
  readonly missing: number;
}

/** The table that was looked at last. */
export interface ShownTable {
  readonly columns: readonly Column[];
  /** Its file, where the thread has several that a question could be about. */
  readonly fileName: string | null;
}

const TABLES = /\.(csv|tsv|tab|xlsx|xlsm|json|jsonl|ndjson)$/i;
const ARCHIVES = /\.(zip|tar|tgz|gz)$/i;
const MAX_NAME = 40;
const MAX_GROUPS = 12;
const MIN_VALUES = 9;

/** By the last table of the turns that tells what columns a file has. */
export function shownTable(turns: readonly Turn[], files: readonly ThreadFile[]): ShownTable | null {
  const all = files.filter((file) => givenOf(file) !== undefined);
  // What is shown of a text, of code or of a picture, e.g. its words, is nothing that can be asked about.
  if (all.length > 0 && !all.some(({ name }) => TABLES.test(name) || ARCHIVES.test(name))) return null;
  const cells = turns.flatMap(({ blocks }) => blocks).filter((block) => block.kind === "cell");
  for (const [at, cell] of [...cells.entries()].toReversed()) {
    const columns = tablesOf(cell)
      .map((table) => columnsIn(table, cell.code))
      .findLast((found) => found !== null);
    if (columns === undefined) continue;
    if (all.filter(({ name }) => TABLES.test(name)).length < 2)
      return { columns: askable(columns), fileName: null };
    const fileName = lastNamed(cells.slice(0, at + 1), files);
    return fileName === null ? null : { columns: askable(columns), fileName };
  }
  return null;
}

function tablesOf({ outputs }: CellBlock): Table[] {
  return outputs.flatMap((output) => {
    if (output.kind !== "display" || output.data[TABLE_MIME] === undefined) return [];
    const { success, data } = tableSchema.safeParse(output.data[TABLE_MIME]);
    return success ? [data] : [];
  });
}

/** Null where the table tells nothing of a file's columns, e.g. as it holds statistics. */
function columnsIn(table: Table, code: string): Column[] | null {
  const header = table.fields.map(({ name }) => name).join();
  if (header.startsWith("column,type,missing,distinct")) return fromOverview(table);
  const isOfFile = /\/mnt\/data\//.test(code) && table.fields.length > 1 && table.fields[0]?.name !== "";
  return isOfFile ? fromRows(table) : null;
}

function fromOverview({ data }: Table): Column[] {
  return data.map(([name, type, missing, distinct]) => ({
    name: String(name),
    kind: kindOf(String(name), String(type), Number(distinct)),
    missing: Number(missing),
  }));
}

/** Few rows tell nothing of how many values there are: a text is taken for a group only where there are enough. */
function fromRows({ fields, data }: Table): Column[] {
  return fields.map(({ name, dtype }, at) => {
    const values = data.map((row) => row[at] ?? null);
    const known = values.filter((value) => value !== null);
    const distinct = new Set(known).size;
    const isNumber = isNumeric(dtype);
    const areFew = known.length < 2 * MAX_GROUPS;
    return {
      name,
      kind: areFew && !isNumber ? "other" : kindOf(name, dtype, areFew ? MIN_VALUES : distinct),
      missing: values.length - known.length,
    };
  });
}

const isNumeric = (type: string): boolean => /^(u?int|float)/i.test(type);

function kindOf(name: string, type: string, distinct: number): Column["kind"] {
  if (type.startsWith("datetime")) return "date";
  if (isNumeric(type)) return distinct >= MIN_VALUES && !RUNNING.test(plain(name)) ? "measure" : "other";
  return distinct >= 2 && distinct <= MAX_GROUPS ? "group" : "other";
}

// An average of these says nothing.
const RUNNING = /(^| )(years?|id|index|unnamed.*|no|nr|code|연도|년도|번호|코드)$/;

// Words that ask for something else than the column of this name.
const ASKING =
  /\b(top|bottom|first|last|head|tail|missing|nulls?|nans?|empty|duplicates?|outliers?|histograms?|distribut\w*|scatter|bars|boxes|plots?|charts?|graphs?|draw|pictures?|trends?|develop\w*|shape|schema|correlat\w*|rows?|columns?|values?|measures?|average|time|each)\b|상위|하위|처음|마지막|결측|빈 ?값|중복|이상[치값]|히스토그램|분포|추이|시계열|상자|막대|산점도|그래프|차트|상관|통계/;

/** Columns that a question can name so that nothing else could be meant. */
function askable(columns: readonly Column[]): Column[] {
  const names = columns.map(({ name }) => ` ${plain(name)} `);
  return columns.filter(({ name }, at) => {
    const words = names[at] ?? "";
    const isPlain = words.length > 4 && name.length <= MAX_NAME && /^[\p{L}\p{N}_ .-]+$/u.test(name);
    const isAlone = names.every(
      (other, place) => place === at || !(other.includes(words) || words.includes(other)),
    );
    return isPlain && isAlone && !ASKING.test(words);
  });
}

const plain = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The file of the thread whose path the cells' code has last. */
function lastNamed(cells: readonly CellBlock[], files: readonly ThreadFile[]): string | null {
  for (const { code } of cells.toReversed()) {
    const places = files.map(({ name }) => ({ name, at: code.lastIndexOf(`/mnt/data/${name}"`) }));
    const last = places.reduce((a, b) => (b.at > a.at ? b : a), { name: "", at: -1 });
    if (last.at >= 0) return last.name;
  }
  return null;
}
