/** Times of one thing, in milliseconds. */
export interface Times {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Ours and what it is held against, measured in turns in the same run. */
export interface Comparison {
  readonly what: string;
  readonly ours: Times;
  readonly baseline: Times;
  /** What the baseline is. */
  readonly against: string;
}

/** A figure of ours with the bound that it must keep. */
export interface Promised {
  readonly what: string;
  /** The worst of all rounds. */
  readonly worst: number;
  readonly atMost: number;
  readonly unit: "ms" | "MB" | "KB";
}

/** Gives milliseconds itself, as some of what it does is not to be timed. */
type Work = () => Promise<number>;

/** Runs both in turns, `rounds` times each, so that a slow minute of the machine hits both. */
export async function compare(
  what: string,
  against: string,
  rounds: number,
  ours: Work,
  baseline: Work,
): Promise<Comparison> {
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.baseline.push(await baseline());
    times.ours.push(await ours());
  }
  return { what, ours: summarize(times.ours), baseline: summarize(times.baseline), against };
}

/** Results of `rounds` turns of `work`, one after the other. */
export async function repeat(rounds: number, work: Work): Promise<number[]> {
  const results: number[] = [];
  for (let round = 0; round < rounds; round++) results.push(await work());
  return results;
}

/** Milliseconds that `work` takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** The least, the middle and the most of them. */
export function summarize(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, max: sorted.at(-1)! };
}

/** The comparisons as a Markdown table. */
export function comparisonTable(rows: readonly Comparison[]): string {
  const lines = rows.map(({ what, ours, baseline, against }) => {
    const ratio = ours.median / baseline.median;
    return `| ${what} | ${textOf(ours)} | ${textOf(baseline)} (${against}) | ${ratio.toPrecision(2)} |`;
  });
  return [
    "| What | Ours: median (min–max) ms | Baseline: median (min–max) ms | Ours / baseline |",
    "| --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** The promises as a Markdown table. */
export function promiseTable(rows: readonly Promised[]): string {
  const lines = rows.map(({ what, worst, atMost, unit }) => {
    const kept = worst <= atMost ? "yes" : "**no**";
    return `| ${what} | ${digits(worst)} ${unit} | ${digits(atMost)} ${unit} | ${kept} |`;
  });
  return ["| What | Worst measured | At most | Kept |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

const textOf = ({ min, median, max }: Times): string => `${digits(median)} (${digits(min)}–${digits(max)})`;

const digits = (value: number): string =>
  value < 10 ? String(Number(value.toFixed(2))) : Math.round(value).toLocaleString("en");
