/** Times of one thing, in milliseconds. */
export interface Times {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One row of the table: ours and what it is held against, measured in turns in the same run. */
export interface Row {
  readonly what: string;
  readonly ours: Times;
  readonly baseline: Times;
  /** What the baseline is. */
  readonly against: string;
}

type Work = () => Promise<number>;

/**
 * Runs both in turns, `rounds` times each, so that a slow minute of the machine hits both. `ours` and `baseline` give
 * milliseconds themselves, as some of what they do is not to be timed.
 */
export async function compare(
  what: string,
  against: string,
  rounds: number,
  ours: Work,
  baseline: Work,
): Promise<Row> {
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.baseline.push(await baseline());
    times.ours.push(await ours());
  }
  return { what, ours: summarize(times.ours), baseline: summarize(times.baseline), against };
}

/** Milliseconds that `work` takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function summarize(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, max: sorted.at(-1)! };
}

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
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

const textOf = ({ min, median, max }: Times): string => `${digits(median)} (${digits(min)}–${digits(max)})`;

const digits = (ms: number): string => (ms < 10 ? ms.toFixed(2) : Math.round(ms).toLocaleString("en"));
