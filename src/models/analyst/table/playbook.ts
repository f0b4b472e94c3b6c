import type { FileRef } from "../../../domain/file.ts";
import type { CellResult, Playbook } from "../playbook.ts";
import { errorOf, factsOf, tableOf } from "../results.ts";
import { answerOf, type Findings } from "./answer.ts";
import { canGroup, type Column, columnsOf, isGroup, isMeasure, namedColumns } from "./columns.ts";
import { cleanCode, countsCode, groupCode, OVERVIEW, summaryCode } from "./describe.ts";
import { barPlot, boxPlot, histogram, PLOT_STYLE, scatterPlot, timePlot } from "./plots.ts";
import { LARGE_BYTES, readCarefully, readPlainly } from "./read.ts";

const MAX_PLOTS = 3;
const MAX_MEASURES = 12;

/** A table: read it whatever its form, describe it, plot what fits, write a cleaned copy. */
export function* tablePlaybook(file: FileRef, question: string): Playbook {
  const read = yield* readTable(file);
  if (typeof read === "string") return read;
  const facts = factsOf(read);
  const names = tableOf(read)?.fields.map(({ name }) => name) ?? [];
  if (facts.get("rows") === "0") {
    return `**${file.name}** has a header but no rows. Its columns: ${names.join(", ")}.`;
  }
  const overview = yield { say: "Next: what is in the columns.", code: OVERVIEW };
  const table = tableOf(overview);
  if (table === null)
    return `The columns of **${file.name}** could not be looked at: \`${errorOf(overview) ?? "no table"}\``;
  const columns = columnsOf(table);
  const findings: Findings = { file, facts, columns, overview: factsOf(overview) };

  const asked = yield* answerAsked(question, columns);
  const measures = columns.filter(isMeasure).slice(0, MAX_MEASURES);
  const groups = columns.filter(isGroup);
  const summary = yield* summarise(columns, measures, groups);
  yield* plotAll([...asked.plots, ...plotsFor(columns, measures, groups, summary)]);
  const target = `${file.name.replace(/^.*\//, "").replace(/\.[^.]*$/, "")}-clean.csv`;
  const cleaned = file.bytes > LARGE_BYTES ? null : yield { code: cleanCode(target) };
  return answerOf({
    ...findings,
    asked: asked.facts,
    summary,
    cleaned: cleaned === null || cleaned.failed ? null : { target, facts: factsOf(cleaned) },
  });
}

/** The result of the cell that read it, or what is wrong with the file. */
function* readTable(
  file: FileRef,
): Generator<{ say?: string; code: string }, CellResult | string, CellResult> {
  const plain = yield { say: `I'll read ${file.name} first.`, code: readPlainly(file) };
  if (!plain.failed && !looksUnsplit(plain)) return plain;
  if (/\.(xlsx|json)$/i.test(file.name)) {
    return `**${file.name}** could not be read: \`${errorOf(plain) ?? "unknown error"}\`. Is it what its name says?`;
  }
  const why = plain.failed ? "That did not work" : "That gave a single column";
  const careful = yield { say: `${why}; I'll look at the bytes themselves.`, code: readCarefully(file) };
  const kind = factsOf(careful).get("not a table");
  if (kind !== undefined) {
    return `**${file.name}** is not a table: its first bytes are those of a ${kind}. Give it its right extension, or choose the file you meant.`;
  }
  if (careful.failed)
    return `**${file.name}** could not be read as a table: \`${errorOf(careful) ?? "unknown error"}\``;
  return careful;
}

// One column whose name holds another separator was read with the wrong one.
function looksUnsplit(read: CellResult): boolean {
  const fields = tableOf(read)?.fields ?? [];
  return fields.length === 1 && /[;\t|]/.test(fields[0]?.name ?? "");
}

interface Asked {
  readonly facts: { readonly title: string; readonly values: ReadonlyMap<string, string> } | null;
  readonly plots: readonly string[];
}

/** What the question names by columns: a measure by a group, or two measures. */
function* answerAsked(
  question: string,
  columns: readonly Column[],
): Generator<{ code: string }, Asked, CellResult> {
  const named = namedColumns(question, columns);
  const [first, second] = named.filter(isMeasure);
  const group = named.find((column) => canGroup(column) && column !== first);
  if (first !== undefined && group !== undefined) {
    const statistic =
      /\b(median|sum|total|min|max)\b/i.exec(question)?.[1]?.toLowerCase().replace("total", "sum") ?? "mean";
    const result = yield { code: groupCode(first.name, group.name, statistic) };
    const facts = { title: `${statistic} of ${first.name} by ${group.name}`, values: factsOf(result) };
    return { facts: result.failed ? null : facts, plots: [boxPlot(first.name, group.name)] };
  }
  if (first !== undefined && second !== undefined) {
    return { facts: null, plots: [scatterPlot(second.name, first.name, null)] };
  }
  return { facts: null, plots: first === undefined ? [] : [histogram(first.name)] };
}

function* summarise(
  columns: readonly Column[],
  measures: readonly Column[],
  groups: readonly Column[],
): Generator<{ say: string; code: string }, ReadonlyMap<string, string>, CellResult> {
  if (measures.length > 0) {
    const code = summaryCode(
      measures.map(({ name }) => name),
      groups.map(({ name }) => name),
    );
    return factsOf(yield { say: "Now the numbers.", code });
  }
  const first = groups[0] ?? columns[0];
  return first === undefined
    ? new Map<string, string>()
    : factsOf(yield { say: "There are no measures, so I'll count.", code: countsCode(first.name) });
}

function plotsFor(
  columns: readonly Column[],
  measures: readonly Column[],
  groups: readonly Column[],
  summary: ReadonlyMap<string, string>,
): string[] {
  const date = columns.find(({ kind }) => kind === "date");
  const [group, measure] = summary.get("group")?.split(" | ") ?? [];
  const [a, b] = summary.get("pair")?.split(" | ") ?? [];
  const main = measures.find(({ name }) => name === measure) ?? measures[0];
  const plots: string[] = [];
  if (date !== undefined && main !== undefined) plots.push(timePlot(date.name, main.name));
  if (group !== undefined && measure !== undefined) plots.push(boxPlot(measure, group));
  if (a !== undefined && b !== undefined)
    plots.push(scatterPlot(a, b, group !== undefined && isSmall(group, groups) ? group : null));
  if (main !== undefined) plots.push(histogram(main.name));
  const counted = groups[0] ?? columns.find(({ kind }) => kind === "text");
  if (counted !== undefined) plots.push(barPlot(counted.name));
  return plots;
}

const isSmall = (name: string, groups: readonly Column[]): boolean =>
  groups.some((group) => group.name === name && group.distinct <= 6);

function* plotAll(plots: readonly string[]): Generator<{ say?: string; code: string }, void, CellResult> {
  const different = [...new Set(plots)].slice(0, MAX_PLOTS);
  for (const [index, code] of different.entries()) {
    yield index === 0 ? { say: "And pictures of it.", code: withStyle(code) } : { code };
  }
}

// The title line stays the first.
const withStyle = (code: string): string => code.replace("\n", () => `\n${PLOT_STYLE}\n`);
