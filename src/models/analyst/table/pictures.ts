import type { Steps } from "../playbook.ts";
import type { Column } from "./columns.ts";
import { barPlot, boxPlot, histogram, PLOT_STYLE, scatterPlot, timePlot } from "./plots.ts";
import type { Summary } from "./summary.ts";

const MAX_PLOTS = 3;

/** The plots that fit a table, the most telling first. */
export function plotsFor(
  columns: readonly Column[],
  { measures, groups, pair, split, counted }: Summary,
): string[] {
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

/** Shows the first of them, each once. Gives how many failed. */
export function* plotAll(plots: readonly string[], say: string | null): Steps<number> {
  const different = [...new Set(plots)].slice(0, MAX_PLOTS);
  let failures = 0;
  for (const [index, plot] of different.entries()) {
    const code = index === 0 ? withStyle(plot) : plot;
    const { failed } = yield index === 0 && say !== null ? { say, code } : { code };
    if (failed) failures++;
  }
  return failures;
}

// The title line stays the first.
const withStyle = (code: string): string => code.replace("\n", () => `\n${PLOT_STYLE}\n`);
