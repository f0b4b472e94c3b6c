import type { FileRef } from "../../../domain/file.ts";
import type { Playbook, Steps } from "../playbook.ts";
import { factsOf, failureOf, tableOf } from "../results.ts";
import { literal } from "../words.ts";
import { answerOf, type Copy } from "./answer.ts";
import { answerAsked } from "./asked.ts";
import { type Column, columnsOf } from "./columns.ts";
import { cleanCode } from "./describe.ts";
import { OVERVIEW } from "./overview.ts";
import { barPlot, boxPlot, histogram, PLOT_STYLE, scatterPlot, timePlot } from "./plots.ts";
import { LARGE_BYTES } from "./read.ts";
import { readTable } from "./readTable.ts";
import { type Summary, summarise } from "./summary.ts";

const MAX_PLOTS = 3;

/** A table: read it whatever its form, tidy and describe it, plot what fits, write a cleaned copy. */
export function* tablePlaybook(file: FileRef, question: string): Playbook {
  const read = yield* readTable(file);
  if (typeof read === "string") return read;
  const { names, facts } = read;
  const title = `**${literal(file.name)}**`;
  if (facts.get("rows") === "0") {
    if (names.length === 0) return `${title} has no rows and no columns.`;
    return `${title} has a header but no rows. Its columns: ${names.map(literal).join(", ")}.`;
  }
  const overview = yield { say: "Next: what is in the columns.", code: OVERVIEW };
  const table = tableOf(overview);
  if (table === null)
    return `The columns of ${title} could not be looked at: \`${failureOf(overview) ?? "no table"}\``;
  const columns = columnsOf(table, Number(facts.get("rows")));

  // A file may be called like one of its columns.
  const asked = yield* answerAsked(question.replaceAll(file.name, " "), columns);
  const summary = yield* summarise(columns);
  yield* plotAll([...asked.plots, ...plotsFor(columns, summary)]);
  const copy = yield* writeCopy(file);
  return answerOf({
    file,
    facts,
    columns,
    overview: factsOf(overview),
    asked: asked.sentence,
    summary,
    copy,
  });
}

function plotsFor(columns: readonly Column[], { measures, groups, pair, split, counted }: Summary): string[] {
  const date = columns.find(({ kind }) => kind === "date");
  const main = split?.measure ?? measures[0];
  const plots: string[] = [];
  if (date !== undefined && main !== undefined) plots.push(timePlot(date.name, main.name));
  if (split !== null) plots.push(boxPlot(split.measure.name, split.group.name));
  if (pair !== null) {
    const colours = split !== null && split.group.distinct <= 6 ? split.group.name : null;
    plots.push(scatterPlot(pair[0].name, pair[1].name, colours));
  }
  if (main !== undefined) plots.push(histogram(main.name));
  const bars = groups[0] ?? counted ?? columns.find(({ kind }) => kind === "text");
  // Bars that are all one row long show nothing.
  if (bars !== undefined && bars.distinct < bars.known) plots.push(barPlot(bars.name));
  return plots;
}

function* plotAll(plots: readonly string[]): Steps<void> {
  const different = [...new Set(plots)].slice(0, MAX_PLOTS);
  for (const [index, code] of different.entries()) {
    yield index === 0 ? { say: "And pictures of it.", code: withStyle(code) } : { code };
  }
}

// The title line stays the first.
const withStyle = (code: string): string => code.replace("\n", () => `\n${PLOT_STYLE}\n`);

function* writeCopy(file: FileRef): Steps<Copy> {
  if (file.bytes > LARGE_BYTES) return { failure: `${literal(file.name)} is too large for it.` };
  const target = `${file.name.replace(/^.*\//, "").replace(/\.[^.]*$/, "")}-clean.csv`;
  const result = yield { code: cleanCode(target) };
  const failure = failureOf(result);
  return failure === null ? { target, facts: factsOf(result) } : { failure: `\`${failure}\`` };
}
