import type { FileRef } from "../../../domain/file.ts";
import type { CellResult, CellToRun, Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf, tableOf } from "../results.ts";
import { literal } from "../words.ts";
import { lookAtBytes } from "./look.ts";
import { formOf, readDelimited, usualForm } from "./read.ts";
import { readExcel, readJson } from "./readOthers.ts";

/** A table that was read: `names` of its columns as the file has them, and what the cells printed on the way. */
export interface ReadTable {
  readonly names: readonly string[];
  readonly facts: Facts;
}

/** Reads a table whatever its form, into `df`; or says what is wrong with the file. */
export function* readTable(file: FileRef): Steps<ReadTable | string> {
  const say = `I'll read ${literal(file.name)} first.`;
  if (/\.xlsx$/i.test(file.name)) return yield* readWhole(file, { say, code: readExcel(file) });
  if (/\.(json|jsonl|ndjson)$/i.test(file.name)) return yield* readWhole(file, { say, code: readJson(file) });
  const plain = yield { say, code: readDelimited(file, usualForm(file)) };
  const doubt = doubtAbout(plain);
  if (doubt === null) return tableFrom(plain);
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
  let read = yield { say: "Now I can read it.", code: readDelimited(file, form) };
  if (isRagged(read)) {
    read = yield {
      say: "Some rows have too many cells; I'll leave them out.",
      code: readDelimited(file, { ...form, leavesOut: true }),
    };
  }
  return read.failed ? unreadable(file, read) : tableFrom(read, factsOf(look));
}

function* readWhole(file: FileRef, cell: CellToRun): Steps<ReadTable | string> {
  const read = yield cell;
  return read.failed ? `${unreadable(file, read)}. Is it what its name says?` : tableFrom(read);
}

function tableFrom(read: CellResult, look: Facts = new Map()): ReadTable {
  return { names: namesOf(read), facts: new Map([...look, ...factsOf(read)]) };
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
