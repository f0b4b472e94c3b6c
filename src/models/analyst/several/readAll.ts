import type { FileRef } from "../../../domain/file.ts";
import { type CellResult, type CellToRun, quoted, type Steps } from "../playbook.ts";
import { REPORT } from "../table/read.ts";
import { type ReadTable, readTable, readUsually, usualCode } from "../table/readTable.ts";

/** A file, and its table or what is wrong with it. */
export interface Looked {
  readonly file: FileRef;
  readonly table: ReadTable | string;
}

/** Reads tables into `tables`, by their names: all in one cell, then with care those that it did not get right. */
export function* readAll(files: readonly FileRef[], question: string): Steps<Looked[]> {
  const all = yield { say: `I'll read the ${files.length} tables first.`, code: readAllCode(files) };
  const parts = partsOf(all, files.length);
  const looked: Looked[] = [];
  for (const [index, file] of files.entries()) {
    const usual = readUsually(file, parts[index] ?? all);
    looked.push({ file, table: usual ?? (yield* keeping(readTable(file, question), file)) });
  }
  return looked;
}

function readAllCode(files: readonly FileRef[]): string {
  const codes = files.map((file, index) => {
    const code = usualCode(file).slice(0, -REPORT.length);
    return `print("file: ${index + 1}")\n${code}${keep(file)}${REPORT.replace("df.head(10)", "display(df.head(10))")}`;
  });
  return `# Read the ${files.length} tables\ntables = {}\n\n${codes.join("\n")}`;
}

const keep = ({ name }: FileRef): string => `tables[${quoted(name)}] = df\n`;

/** What the cell gave about each file. The one that it failed at, and those after it, have no part that is whole. */
function partsOf(result: CellResult, files: number): CellResult[] {
  const parts: CellResult[] = Array.from({ length: files }, () => ({ failed: true, outputs: [] }));
  let place = -1;
  for (const output of result.outputs) {
    const begins =
      output.kind === "stream" && output.name === "stdout" ? /^file: (\d+)$/m.exec(output.text) : null;
    if (begins !== null) place = Number(begins[1]) - 1;
    const part = parts[place];
    if (part === undefined) continue;
    parts[place] = { failed: output.kind === "error", outputs: [...part.outputs, output] };
  }
  return parts;
}

/** Reading, but the table that comes of it is kept under its name as well. */
function* keeping<T>(steps: Steps<T>, file: FileRef): Steps<T> {
  const kept = (cell: CellToRun): CellToRun => ({
    ...cell,
    code: cell.code.endsWith(REPORT)
      ? `${cell.code.slice(0, -REPORT.length)}${keep(file)}${REPORT}`
      : cell.code,
  });
  let step = steps.next();
  while (step.done !== true) step = steps.next(yield kept(step.value));
  return step.value;
}
