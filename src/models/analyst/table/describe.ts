/** Turns columns that hold dates into dates and lists every column: type, missing values, distinct values, example. */
export const OVERVIEW = `# Look at types, missing values and duplicates
for name in df.columns:
    column = df[name].dropna()
    if pd.api.types.is_numeric_dtype(column) or not len(column):
        continue
    first = column.astype(str).head(200)
    if first.str.contains(r"\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}").mean() > 0.9:
        dates = pd.to_datetime(df[name], errors="coerce", format="mixed")
        if dates.notna().sum() >= 0.9 * len(column):
            df[name] = dates

texts = df.map(str)
print(f"missing values: {int(df.isna().sum().sum())}")
print(f"duplicate rows: {int(texts.duplicated().sum())}")
pd.DataFrame({
    "column": [str(name) for name in df.columns],
    "type": [str(kind) for kind in df.dtypes],
    "missing": df.isna().sum().to_numpy(),
    "distinct": [texts.iloc[:, place][df.iloc[:, place].notna().to_numpy()].nunique() for place in range(df.shape[1])],
    "example": [str(df.iloc[:, place].dropna().iloc[0]) if df.iloc[:, place].notna().any() else "" for place in range(df.shape[1])],
})
`;

/** Statistics of the measures, the pair that goes together most, and the group that tells most about a measure. */
export function summaryCode(measures: readonly string[], groups: readonly string[]): string {
  return `# Summarise the numbers
import itertools

measures = ${list(measures)}
groups = ${list(groups)}
numbers = df[measures].astype(float)
pairs = [(abs(numbers[a].corr(numbers[b])), numbers[a].corr(numbers[b]), a, b)
         for a, b in itertools.combinations(measures, 2)]
pairs = [pair for pair in pairs if pair[0] == pair[0]]
if pairs:
    _, r, a, b = max(pairs)
    print(f"strongest correlation: {r:.2f} between {a} and {b}")
    print(f"pair: {a} | {b}")

# How much of a measure's variation lies between the groups
shares = []
for group, measure in itertools.product(groups, measures):
    known = df[[group, measure]].dropna()
    spread = known[measure].var(ddof=0) * len(known)
    if spread > 0:
        sizes = known.groupby(group)[measure].agg(["mean", "size"])
        between = (sizes["size"] * (sizes["mean"] - known[measure].mean()) ** 2).sum()
        shares.append((between / spread, group, measure))
if shares:
    share, group, measure = max(shares)
    print(f"group: {group} | {measure}")
    print(f"explained: {share:.0%}")
    means = df.groupby(group)[measure].mean().sort_values()
    print(f"lowest mean: {means.index[0]} | {means.iloc[0]:.4g}")
    print(f"highest mean: {means.index[-1]} | {means.iloc[-1]:.4g}")

numbers.describe().T.round(3)
`;
}

/** Counts of the values of a column, for tables without measures. */
export function countsCode(name: string): string {
  return `# Count the values of ${name}
counts = df[${JSON.stringify(name)}].value_counts().head(15)
print(f"most frequent: {counts.index[0]} | {counts.iloc[0]}")
counts.to_frame("rows")
`;
}

/** A table of a measure by group. */
export function groupCode(measure: string, group: string, statistic: string): string {
  return `# ${statistic[0]?.toUpperCase()}${statistic.slice(1)} of ${measure} by ${group}
by_group = df.groupby(${JSON.stringify(group)})[${JSON.stringify(measure)}].agg(["${statistic}", "count"]).sort_values("${statistic}")
print(f"lowest: {by_group.index[0]} | {by_group['${statistic}'].iloc[0]:.4g}")
print(f"highest: {by_group.index[-1]} | {by_group['${statistic}'].iloc[-1]:.4g}")
by_group.round(3)
`;
}

/** Writes a cleaned copy and says what was changed. */
export function cleanCode(target: string): string {
  return `# Write a cleaned copy
clean = df.copy()
clean.columns = [str(name).strip() for name in clean.columns]
trimmed = 0
for place in range(clean.shape[1]):
    column = clean.iloc[:, place]
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        continue
    stripped = column.map(lambda value: value.strip() if isinstance(value, str) else value)
    trimmed += int((stripped.map(str) != column.map(str)).sum())
    clean.isetitem(place, stripped)
before = len(clean)
clean = clean[~clean.map(str).duplicated()].dropna(how="all")
clean.to_csv(${JSON.stringify(`/mnt/data/${target}`)}, index=False)
print(f"cells trimmed: {trimmed}")
print(f"rows removed: {before - len(clean)}")
print(f"rows written: {len(clean)}")
`;
}

const list = (names: readonly string[]): string =>
  `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
