import type { FileRef } from "../../../domain/file.ts";
import type { CellResult, CellToRun, Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf, tableOf } from "../results.ts";
import { count, literal } from "../words.ts";
import { lookAtBytes } from "./look.ts";
import { formOf, readDelimited, usualForm } from "./read.ts";
import { readExcel, readJson } from "./readOthers.ts";

/** A table that was read: `names` of its columns as the file has them, and what the cells printed on the way. */
export interface ReadTable {
  readonly names: readonly string[];
  readonly facts: Facts;
  /** The code that did it. */
  readonly code: string;
}

/** Reads a table whatever its form, into `df`; or says what is wrong with the file. The question may name a sheet. */
export function* readTable(file: FileRef, question: string): Steps<ReadTable | string> {
  const say = `I'll read ${literal(file.name)} first.`;
  if (!DELIMITED.test(file.name) && !JSONS.test(file.name)) {
    return yield* readWorkbook(file, say, question);
  }
  if (!DELIMITED.test(file.name)) {
    const read = yield* readWhole(file, { say, code: readJson(file) });
    return typeof read === "string" ? read : (oneObject(file, read.facts) ?? read);
  }
  const plainCode = usualCode(file);
  const plain = yield { say, code: plainCode };
  const doubt = doubtAbout(plain);
  if (doubt === null) return tableFrom(plain, plainCode);
  if (failureOf(plain)?.startsWith("EmptyDataError") === true) {
    return `**${literal(file.name)}** has nothing but blank lines.`;
  }
  const look = yield { say: `${doubt}; I'll look at the bytes themselves.`, code: lookAtBytes(file) };
  const kind = factsOf(look).get("not a table");
  if (kind !== undefined) {
    return `**${literal(file.name)}** is not a table: its first bytes are those of a ${kind}. Give it its right extension, or choose the file you meant.`;
  }
  if (look.failed) return unreadable(file, look);
  const form = formOf(factsOf(look));
  let code = readDelimited(file, form);
  let read = yield { say: "Now I can read it.", code };
  if (isRagged(read)) {
    code = readDelimited(file, { ...form, leavesOut: true });
    read = yield { say: "Some rows have too many cells; I'll leave them out.", code };
  }
  return read.failed ? unreadable(file, read) : tableFrom(read, code, factsOf(look));
}

/** The answer about JSON that holds no rows; null if it does. */
function oneObject(file: FileRef, facts: Facts): string | null {
  const keys = facts.get("keys");
  if (keys === undefined) return null;
  const name = `**${literal(file.name)}** holds one object, not rows`;
  if (keys === "0") return `${name}, and it is empty.`;
  const values = count(facts.get("single values"), "single value");
  return `${name}: ${count(keys, "key")} at its top, ${values} in all, ${count(facts.get("deepest level"), "level")} deep. What it holds is in the table above.`;
}

const DELIMITED = /\.(csv|tsv|tab)$/i;
const JSONS = /\.(json|jsonl|ndjson)$/i;

/** The largest sheet of a workbook, or the one that the question names. */
function* readWorkbook(file: FileRef, say: string, question: string): Steps<ReadTable | string> {
  const largest = yield* readWhole(file, { say, code: readExcel(file, null) });
  if (typeof largest === "string") return largest;
  const asked = namedSheet(question.replaceAll(file.name, " "), largest.facts);
  if (asked === undefined || asked === largest.facts.get("sheet")) return largest;
  const code = readExcel(file, asked);
  return yield* readWhole(file, { say: `You named the sheet ${literal(asked)}.`, code });
}

function namedSheet(question: string, facts: Facts): string | undefined {
  const isWord = (name: string): boolean => {
    const at = question.toLowerCase().indexOf(name.toLowerCase());
    const around = `${question[at - 1] ?? " "}${question[at + name.length] ?? " "}`;
    // Particles stand right behind Korean words.
    return at >= 0 && name.length > 1 && !/[a-z0-9]/i.test(around);
  };
  return sheetsOf(facts)
    .map(({ name }) => name)
    .sort((a, b) => b.length - a.length)
    .find(isWord);
}

/** The sheets of a workbook that has several. */
export function sheetsOf(facts: Facts): { name: string; rows: string; columns: string }[] {
  return [...facts].flatMap(([key, value]) => {
    const [rows = "", columns = "", ...name] = value.split(" | ");
    return /^sheet \d+$/.test(key) ? [{ name: name.join(" | "), rows, columns }] : [];
  });
}

function* readWhole(file: FileRef, cell: CellToRun): Steps<ReadTable | string> {
  const read = yield cell;
  return read.failed ? `${unreadable(file, read)}. Is it what its name says?` : tableFrom(read, cell.code);
}

/** The code that reads a table of its kind in the usual way. */
export function usualCode(file: FileRef): string {
  if (DELIMITED.test(file.name)) return readDelimited(file, usualForm(file));
  return JSONS.test(file.name) ? readJson(file) : readExcel(file, null);
}

/** What the usual way gave, or null if it may not be right. */
export function readUsually(file: FileRef, read: CellResult): ReadTable | null {
  const isDoubtful = DELIMITED.test(file.name) && doubtAbout(read) !== null;
  const table = read.failed || isDoubtful ? null : tableFrom(read, usualCode(file));
  return table === null || table.facts.has("keys") || !table.facts.has("rows") ? null : table;
}

function tableFrom(read: CellResult, code: string, look: Facts = new Map()): ReadTable {
  return { names: namesOf(read), facts: new Map([...look, ...factsOf(read)]), code };
}

const unreadable = (file: FileRef, result: CellResult): string =>
  `**${literal(file.name)}** could not be read as a table: \`${failureOf(result)}\``;

const namesOf = (read: CellResult): string[] => tableOf(read)?.fields.map(({ name }) => name) ?? [];

const isRagged = (read: CellResult): boolean => failureOf(read)?.startsWith("ParserError") === true;

/** Why the plain way of reading did not give the right table, or null if nothing speaks against it. */
function doubtAbout(read: CellResult): string | null {
  if (read.failed) return isRagged(read) ? "The rows are not all alike" : "That did not work";
  const names = namesOf(read);
  const rows = tableOf(read)?.data ?? [];
  const isUnsplit = (cell: unknown): boolean => typeof cell === "string" && /[;\t|]/.test(cell);
  if (names.some(isUnsplit) || (rows.length > 0 && rows.every((row) => row.some(isUnsplit)))) {
    return "The columns may not be told apart";
  }
  // More fields than columns: pandas has taken the first cells of the rows for names of the rows.
  if (names.length > Number(factsOf(read).get("columns"))) return "The rows have more cells than the header";
  if (names.every((name) => /^-?\d+(\.\d+)*$/.test(name))) return "The first line holds numbers, not names";
  if (names.filter((name) => name.startsWith("Unnamed:")).length >= names.length / 2) {
    return "The first line is not the header";
  }
  const endsEmpty = names.length > 1 && rows.length > 0 && rows.every((row) => row.at(-1) === null);
  return endsEmpty ? "The last column is empty" : null;
}
