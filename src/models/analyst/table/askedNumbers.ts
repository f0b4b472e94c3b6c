import type { Steps } from "../playbook.ts";
import { type Facts, factsOf, partsOf } from "../results.ts";
import { count, literal } from "../words.ts";
import { canGroup, type Column, isMeasure } from "./columns.ts";
import { correlationCode, countsCode, groupCode, statisticCode } from "./describe.ts";
import { correlationsCode } from "./parts.ts";
import { barPlot, boxPlot, histogram, scatterPlot, timePlot } from "./plots.ts";

export interface Asked {
  /** The answer to what was asked, in Markdown; null when only plots answer it, or nothing does. */
  readonly sentence: string | null;
  readonly plots: readonly string[];
}

export const NOTHING: Asked = { sentence: null, plots: [] };

// "The highest average" is an average.
const STATISTICS: readonly (readonly [words: RegExp, statistic: string])[] = [
  [/\b(average|mean)\b|평균/i, "mean"],
  [/\bmedian\b|중앙값/i, "median"],
  [/\b(sum|total)\b|합계|총합/i, "sum"],
  [/\b(min|minimum|lowest|smallest|least)\b|최소|최저/i, "min"],
  [/\b(max|maximum|highest|largest|biggest|most)\b|최대|최고/i, "max"],
];

export const statisticIn = (question: string): string | undefined =>
  STATISTICS.find(([words]) => words.test(question))?.[1];

/** What the question asks by naming columns: a measure by a group, two measures, one measure, or a group's counts. */
export function* askedNumbers(
  question: string,
  columns: readonly Column[],
  named: readonly Column[],
): Steps<Asked> {
  const numbers = named.filter(({ kind }) => kind === "number");
  const measure = numbers.find(isMeasure) ?? numbers[0];
  const group = named.find((column) => canGroup(column) && column !== measure);
  const statistic = statisticIn(question);
  const second = numbers.find((column) => isMeasure(column) && column !== measure);
  if (numbers.length < 2 && /\bcorrelat|상관/i.test(question)) return yield* allTogether(columns, measure);
  if (measure === undefined) return group === undefined ? NOTHING : yield* counts(group.name);
  if (group !== undefined) return yield* byGroup(measure.name, group.name, statistic ?? "mean");
  if (second !== undefined) return yield* together(measure.name, second.name);
  const date = columns.find(({ kind }) => kind === "date");
  const plots = [...(date === undefined ? [] : [timePlot(date.name, measure.name)]), histogram(measure.name)];
  if (statistic === undefined) return { sentence: null, plots };
  const result = yield { code: statisticCode(measure.name, statistic) };
  const facts = factsOf(result);
  const value = valueOf(facts, statistic);
  const sentence = `The ${statistic} of ${literal(measure.name)} is **${value}** (${count(facts.get("values"), "value")}).`;
  return { sentence: value === null ? null : sentence, plots };
}

function* counts(group: string): Steps<Asked> {
  const facts = factsOf(yield { code: countsCode(group) });
  const [rows, value] = partsOf(facts, "most frequent");
  const sentence = `The most frequent ${literal(group)} is **${literal(value)}** (${count(rows, "row")}); all counts are in the table above.`;
  return { sentence: rows === "" ? null : sentence, plots: [barPlot(group)] };
}

function* byGroup(measure: string, group: string, statistic: string): Steps<Asked> {
  const facts = factsOf(yield { code: groupCode(measure, group, statistic) });
  const [[low, lowest], [high, highest]] = [partsOf(facts, "lowest"), partsOf(facts, "highest")];
  const sentence = `The ${statistic} of ${literal(measure)} by ${literal(group)} runs from **${low}** (${literal(lowest)}) to **${high}** (${literal(highest)}); all groups are in the table above.`;
  return { sentence: low === "" ? null : sentence, plots: [boxPlot(measure, group)] };
}

function* allTogether(columns: readonly Column[], one: Column | undefined): Steps<Asked> {
  const measures = columns.filter(isMeasure).slice(0, 15);
  const names = new Set([...(one === undefined ? [] : [one.name]), ...measures.map(({ name }) => name)]);
  if (names.size < 2) return { sentence: "It has no two measures that could go together.", plots: [] };
  const { failed } = yield { code: correlationsCode([...names]) };
  return failed
    ? NOTHING
    : { sentence: "The correlations of all measures are in the table above.", plots: [] };
}

function* together(a: string, b: string): Steps<Asked> {
  const facts = factsOf(yield { code: correlationCode(a, b) });
  const r = valueOf(facts, "correlation");
  const sentence = `The correlation of ${literal(a)} and ${literal(b)} is **${r}** (${count(facts.get("rows with both"), "row")} with both).`;
  return { sentence: r === null ? null : sentence, plots: [scatterPlot(b, a, null)] };
}

function valueOf(facts: Facts, key: string): string | null {
  const value = facts.get(key);
  return value === undefined || value === "nan" ? null : value;
}
