import { partsOf } from "../results.ts";
import { literal } from "../words.ts";
import type { Summary } from "./summary.ts";

/** What stands out in a table, as points of the answer. */
export function standingOut(summary: Summary): string[] {
  const related = [...correlation(summary), ...difference(summary)];
  return [
    ...(related.length === 0 ? firstMeasure(summary) : related),
    ...course(summary),
    ...outliers(summary),
    ...frequent(summary),
  ];
}

function correlation({ facts, pair }: Summary): string[] {
  if (pair === null) return [];
  const [a, b] = pair.map(({ name }) => literal(name));
  return [`strongest correlation: ${facts.get("correlation")} between ${a} and ${b}`];
}

function difference({ facts, split }: Summary): string[] {
  if (split === null) return [];
  const [low, lowest] = partsOf(facts, "lowest mean");
  const [high, highest] = partsOf(facts, "highest mean");
  return [
    `${literal(split.group.name)} explains ${facts.get("explained")} of the variation of ${literal(split.measure.name)}: its mean runs from ${low} (${literal(lowest)}) to ${high} (${literal(highest)})`,
  ];
}

function firstMeasure({ facts, measures }: Summary): string[] {
  const first = facts.get("first measure");
  return first === undefined ? [] : [`${literal(measures[0]?.name ?? "")}: ${first}`];
}

function course({ facts, measures, split }: Summary): string[] {
  const [begins, ends, period] = ["begins", "ends", "period"].map((key) => facts.get(key));
  if (begins === undefined || ends === undefined) return [];
  const span = `from ${begins} to ${ends}`;
  if (period === undefined) return [span];
  const [low, lowest] = partsOf(facts, "lowest period");
  const [high, highest] = partsOf(facts, "highest period");
  const name = literal((split?.measure ?? measures[0])?.name ?? "");
  return [`${span}; mean ${name} by ${period} runs from ${low} (${lowest}) to ${high} (${highest})`];
}

function outliers({ facts }: Summary): string[] {
  const all = facts.get("outliers");
  const [most, name] = partsOf(facts, "most outliers");
  if (all === undefined || all === "0" || most === "") return [];
  const where = all === most ? `in ${literal(name)}` : `${most} of them in ${literal(name)}`;
  return [`${all} ${all === "1" ? "value lies" : "values lie"} far out, ${where}`];
}

/** The most frequent value of each group, or of the column that was counted as there is no measure. */
function frequent({ facts, groups, counted }: Summary): string[] {
  const [times, value] = partsOf(facts, "most frequent");
  if (counted !== null && times === "1") return [`every ${literal(counted.name)} occurs once`];
  if (counted !== null && times !== "")
    return [`most frequent ${literal(counted.name)}: ${literal(value)} (${times} rows)`];
  const tops = groups.slice(0, 3).flatMap(({ name }, index) => {
    const [rows, top] = partsOf(facts, `most frequent of group ${index + 1}`);
    return rows === "" ? [] : [`${literal(name)} ${literal(top)} (${rows} rows)`];
  });
  return tops.length === 0 ? [] : [`most frequent: ${tops.join(", ")}`];
}
