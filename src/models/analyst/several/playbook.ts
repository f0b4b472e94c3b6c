import type { FileRef } from "../../../domain/file.ts";
import { type Playbook, quoted, type Steps } from "../playbook.ts";
import { factsOf, failureOf } from "../results.ts";
import { analyse, tablePlaybook } from "../table/playbook.ts";
import type { ReadTable } from "../table/readTable.ts";
import { surviving } from "../table/surviving.ts";
import { count, literal, stemOf } from "../words.ts";
import { type Looked, readAll } from "./readAll.ts";
import { compareCode, joinCode, stackCode } from "./code.ts";

/** More than these are not put side by side. */
const MAX_TABLES = 8;

/** Several tables: what they have in common; joined or put below one another where that fits, then analysed as one. */
export function* severalTables(files: readonly FileRef[], question: string): Playbook {
  const looked = yield* readAll(files.slice(0, MAX_TABLES), question);
  const left = files.slice(MAX_TABLES).map(({ name }) => `**${literal(name)}**`);
  const list = [
    ...looked.map(({ file, table }) => `- ${typeof table === "string" ? table : shapeOf(file, table)}`),
    ...(left.length > 0 ? [`- not looked at: ${left.join(", ")}`] : []),
  ].join("\n");
  const read = looked.filter(({ table }) => typeof table !== "string").map(({ file }) => file);
  const largest = largestOf(looked);
  if (read.length < 2) return yield* onlyOne(list, largest, question);
  const together = yield* putTogether(read);
  if (typeof together === "string") return yield* onlyOne(`${list}\n\n${together}`, largest, question);
  const { file, table, how } = together;
  const answer = yield* surviving(analyse(file, table, question), table.code);
  return `${list}\n\n${how}\n\n${answer}`;
}

function shapeOf({ name }: FileRef, { facts }: ReadTable): string {
  const [rows, columns] = ["row", "column"].map((noun) => count(facts.get(`${noun}s`), noun));
  return `**${literal(name)}**: ${rows}, ${columns}`;
}

function largestOf(looked: readonly Looked[]): FileRef | undefined {
  const rowsIn = ({ table }: Looked): number =>
    typeof table === "string" ? -1 : Number(table.facts.get("rows"));
  const [first] = [...looked].sort((a, b) => rowsIn(b) - rowsIn(a));
  return first === undefined || rowsIn(first) < 0 ? undefined : first.file;
}

function* onlyOne(list: string, file: FileRef | undefined, question: string): Playbook {
  if (file === undefined) return list;
  return `${list}\n\n${yield* tablePlaybook(file, question)}`;
}

interface Together {
  readonly file: FileRef;
  readonly table: ReadTable;
  /** How they were put together, in words. */
  readonly how: string;
}

function* putTogether(read: readonly FileRef[]): Steps<Together | string> {
  const compared = yield { say: "Next: what they have in common.", code: compareCode() };
  const facts = factsOf(compared);
  const failure = failureOf(compared);
  if (failure !== null) return `They could not be compared: \`${failure}\``;
  const [first, second] = read.map((file) => stemOf(file));
  const stem = read.length > 2 ? `${first}-and-others` : `${first}-${second}`;
  if (facts.has("alike")) {
    const file = madeFile(`${stem}-together.csv`);
    const how = `They have the same columns, so I put them below one another, with the file's name in a column of its own: [${literal(file.name)}](sandbox:/mnt/data/${file.name}).`;
    return yield* made(file, stackCode(file.name), how);
  }
  const key = facts.get("key");
  if (key === undefined) return "They share no column whose values meet, so I look at the largest by itself.";
  const file = madeFile(`${stem}-joined.csv`);
  const [left, right] = [facts.get("left") ?? "", facts.get("right") ?? ""].map(
    (name) => `**${literal(name)}**`,
  );
  const how = `${left} and ${right} share ${literal(key)}: ${facts.get("matches")} of its values in the first are in the second. Joined on it they are in [${literal(file.name)}](sandbox:/mnt/data/${file.name}).`;
  return yield* made(file, joinCode(file.name), how);
}

const madeFile = (name: string): FileRef => ({ id: name, name, bytes: 1, mime: "text/csv" });

function* made(file: FileRef, code: string, how: string): Steps<Together | string> {
  const result = yield { say: "They fit together.", code };
  const failure = failureOf(result);
  if (failure !== null) return `They could not be put together: \`${failure}\``;
  const facts = factsOf(result);
  const again = `# Read it\nimport pandas as pd\n\ndf = pd.read_csv(${quoted(`/mnt/data/${file.name}`)})\n`;
  const loses = facts.get("rows without a partner");
  const lost = loses === undefined || loses === "0" ? "" : ` ${count(loses, "row")} found no partner.`;
  return { file, table: { names: [], facts, code: again }, how: `${how}${lost}` };
}
