import { oneLine, quoted } from "../playbook.ts";

/**
 * Statistics of the measures with what lies far out, the pair that goes together most, the group that tells most about a
 * measure, the most frequent value of each group, and the course of that measure over time.
 */
export function summaryCode(
  measures: readonly string[],
  groups: readonly string[],
  date: string | null,
): string {
  return `# Summarise the numbers
import itertools

measures = ${list(measures)}
groups = ${list(groups)}
values = df[measures].astype(float)
first = values[measures[0]]
print(f"first measure: mean {number(first.mean())}, from {number(first.min())} to {number(first.max())}")
pairs = [(values[a].corr(values[b], min_periods=5), a, b) for a, b in itertools.combinations(measures, 2)]
pairs = [pair for pair in pairs if pair[0] == pair[0]]
if pairs:
    r, a, b = max(pairs, key=lambda pair: abs(pair[0]))
    print(f"correlation: {r:.2f}")
    print(f"pair: {a} | {b}")

# How much of a measure's variation lies between the groups; less than 5 % is not worth telling
shares = []
for group, measure in itertools.product(groups, measures):
    known = df[[group, measure]].dropna()
    spread = known[measure].var(ddof=0) * len(known)
    if spread > 0:
        sizes = known.groupby(group)[measure].agg(["mean", "size"])
        between = (sizes["size"] * (sizes["mean"] - known[measure].mean()) ** 2).sum()
        shares.append((between / spread, group, measure))
share, group, measure = max(shares, default=(0, "", measures[0]))
if share < 0.05:
    measure = measures[0]
else:
    print(f"group: {group} | {measure}")
    print(f"explained: {share:.0%}")
    means = df.groupby(group)[measure].mean().dropna().sort_values()
    print(f"lowest mean: {number(means.iloc[0])} | {brief(means.index[0])}")
    print(f"highest mean: {number(means.iloc[-1])} | {brief(means.index[-1])}")
for place, name in enumerate(groups[:3], 1):
    counts = df[name].map(brief, na_action="ignore").value_counts()
    print(f"most frequent of group {place}: {counts.iloc[0]} | {counts.index[0]}")
${overTime(date)}
${OUTLIERS}`;
}

const OUTLIERS = `# Far out: more than one and a half quartile distances beyond the quartiles
low, high = values.quantile(0.25), values.quantile(0.75)
reach = 1.5 * (high - low)
is_far = (values < low - reach) | (values > high + reach)
print(f"outliers: {int(is_far.sum().sum())}")
if is_far.any().any():
    most = is_far.sum().idxmax()
    print(f"most outliers: {int(is_far[most].sum())} | {most}")
table = values.describe().T.round(3)
table["outliers"] = is_far.sum()
table["below"] = (low - reach).round(3)
table["above"] = (high + reach).round(3)
table
`;

function overTime(date: string | null): string {
  if (date === null) return "";
  return `
# The course over time
known = df.dropna(subset=[${quoted(date)}])
print(f"begins: {known[${quoted(date)}].min():%Y-%m-%d}")
print(f"ends: {known[${quoted(date)}].max():%Y-%m-%d}")
days = (known[${quoted(date)}].max() - known[${quoted(date)}].min()).days
rule, form, period = ("YS", "%Y", "year") if days > 1200 else ("MS", "%Y-%m", "month") if days > 90 else ("D", "%Y-%m-%d", "day")
means = known.set_index(${quoted(date)})[measure].sort_index().resample(rule).mean().dropna()
if len(means) > 1:
    print(f"period: {period}")
    print(f"lowest period: {number(means.min())} | {means.idxmin():{form}}")
    print(f"highest period: {number(means.max())} | {means.idxmax():{form}}")
`;
}

/** The measures' values that lie far out, with the rows they stand in. */
export function outliersCode(measures: readonly string[]): string {
  return `# Look for values that lie far out
values = df[${list(measures)}].astype(float)
${OUTLIERS.replace(/^table$/m, "display(table)")}df[is_far.any(axis=1)].head(20)
`;
}

/** Counts of the values of a column. */
export function countsCode(name: string): string {
  return `# Count the values of ${oneLine(name)}
counts = df[${quoted(name)}].map(brief, na_action="ignore").value_counts()
print(f"most frequent: {counts.iloc[0]} | {counts.index[0]}")
print(f"different values: {len(counts)}")
counts.head(15).to_frame("rows")
`;
}

/** A table of a measure by group. */
export function groupCode(measure: string, group: string, statistic: string): string {
  return `# The ${statistic} of ${oneLine(measure)} by ${oneLine(group)}
by_group = df.groupby(${quoted(group)})[${quoted(measure)}].agg(["${statistic}", "count"]).dropna().sort_values("${statistic}")
print(f"lowest: {number(by_group['${statistic}'].iloc[0])} | {brief(by_group.index[0])}")
print(f"highest: {number(by_group['${statistic}'].iloc[-1])} | {brief(by_group.index[-1])}")
by_group.round(3)
`;
}

/** One statistic of a measure. */
export function statisticCode(measure: string, statistic: string): string {
  return `# The ${statistic} of ${oneLine(measure)}
known = df[${quoted(measure)}].dropna()
print(f"${statistic}: {number(known.${statistic}())}")
print(f"values: {len(known)}")
`;
}

/** How two measures go together. */
export function correlationCode(a: string, b: string): string {
  return `# How ${oneLine(a)} and ${oneLine(b)} go together
both = df[[${quoted(a)}, ${quoted(b)}]].dropna()
print(f"correlation: {both.iloc[:, 0].corr(both.iloc[:, 1]):.2f}")
print(f"rows with both: {len(both)}")
`;
}

/** Writes a cleaned copy and says what was left out. */
export function cleanCode(target: string): string {
  return `# Write a cleaned copy
clean = df[~df.map(str).duplicated()].dropna(how="all")
clean.to_csv(${quoted(`/mnt/data/${target}`)}, index=False)
print(f"rows removed: {len(df) - len(clean)}")
print(f"rows written: {len(clean)}")
`;
}

const list = (names: readonly string[]): string => `[${names.map(quoted).join(", ")}]`;
