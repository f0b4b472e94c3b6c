import { canGroup, type Column, isMeasure } from "./columns.ts";
import { barPlot, boxPlot, histogram, scatterPlot, timePlot } from "./plots.ts";
import type { PlotForm } from "./wishes.ts";

/** The plots of a form that the named columns allow; empty when they do not. */
export function askedPlot(form: PlotForm, named: readonly Column[], columns: readonly Column[]): string[] {
  const numbers = named.filter(({ kind }) => kind === "number");
  const [first, second] = numbers;
  const date = [...named, ...columns].find(({ kind }) => kind === "date");
  const group = named.find((column) => canGroup(column) && column !== first);
  switch (form) {
    case "histogram":
      return named.map((column) =>
        column.kind === "number" ? histogram(column.name) : barPlot(column.name),
      );
    case "time": {
      const measures = numbers.length > 0 ? numbers : columns.filter(isMeasure).slice(0, 1);
      // Years are numbers, and few enough to stand side by side.
      const year = columns.find((column) => /^(year|연도|년도)$/i.test(column.name) && canGroup(column));
      if (date !== undefined) return measures.map(({ name }) => timePlot(date.name, name));
      return year === undefined ? [] : measures.map(({ name }) => boxPlot(name, year.name));
    }
    case "box":
      return first === undefined || group === undefined ? [] : [boxPlot(first.name, group.name)];
    case "bar":
      return named.slice(0, 1).map(({ name }) => barPlot(name));
    case "scatter":
      return first === undefined || second === undefined ? [] : [scatterPlot(second.name, first.name, null)];
    case "any":
      return named.length > 0 ? fittingPlot(named, first, second, group) : anyPlot(columns);
  }
}

/** Nothing was named: the first two measures, or what there is. */
function anyPlot(columns: readonly Column[]): string[] {
  const [first, second] = columns.filter(isMeasure);
  const group = columns.find(canGroup);
  if (first !== undefined && second !== undefined) return [scatterPlot(first.name, second.name, null)];
  if (first !== undefined) return [histogram(first.name)];
  return group === undefined ? [] : [barPlot(group.name)];
}

function fittingPlot(
  named: readonly Column[],
  first: Column | undefined,
  second: Column | undefined,
  group: Column | undefined,
): string[] {
  const date = named.find(({ kind }) => kind === "date");
  if (first === undefined) return named.slice(0, 1).map(({ name }) => barPlot(name));
  if (date !== undefined) return [timePlot(date.name, first.name)];
  const text = group?.kind === "text" ? group : undefined;
  if (second !== undefined) return [scatterPlot(second.name, first.name, text?.name ?? null)];
  return [group === undefined ? histogram(first.name) : boxPlot(first.name, group.name)];
}
