import { oneLine, quoted } from "../playbook.ts";
import { REPORT } from "../table/read.ts";

/** Finds columns that tables share by name and by values; leaves the best pair in `best`. */
export function compareCode(): string {
  return `# Compare the columns of the tables
import itertools
import re

import pandas as pd


def plain(name):
    return re.sub(r"[\\W_]+", " ", str(name)).strip().lower()


def columns_of(table):
    """Columns by plain name: case and underscores make no difference; of several that are alike the first counts."""
    return {plain(name): place for place, name in reversed(list(enumerate(table.columns)))}


def words(column):
    return column.dropna().map(lambda value: str(value).strip().lower().removesuffix(".0"))


rows, best = [], None
for (left, a), (right, b) in itertools.combinations(tables.items(), 2):
    places_a, places_b = columns_of(a), columns_of(b)
    for name in [name for name in places_a if name and name in places_b]:
        first, second = words(a.iloc[:, places_a[name]]), words(b.iloc[:, places_b[name]])
        mine, theirs = set(first), set(second)
        share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        unique = max(len(mine) / max(1, len(first)), len(theirs) / max(1, len(second)))
        rows.append({"column": name, "in": left, "and": right, "values there": len(mine), "and here": len(theirs), "in both": len(mine & theirs)})
        # A key: its values meet, and in one of the tables each stands once
        if mine & theirs and share >= 0.3 and unique > 0.95 and (best is None or (share, len(mine & theirs)) > best[0]):
            best = (share, len(mine & theirs)), left, right, places_a[name], places_b[name], name, len(mine & theirs), len(mine)

shapes = {tuple(sorted(columns_of(table))) for table in tables.values()}
if len(shapes) == 1:
    print("alike: yes")
elif best is not None:
    print(f"left: {' '.join(best[1].split())}")
    print(f"right: {' '.join(best[2].split())}")
    print(f"key: {best[5]}")
    print(f"matches: {best[6]} of {best[7]}")
pd.DataFrame(rows) if rows else None
`;
}

/** Joins the best pair: every row of the table whose key repeats keeps its place. */
export function joinCode(target: string): string {
  return `# Join the two tables
import os

_, left, right, place_a, place_b, name, _, _ = best
a, b = tables[left].copy(), tables[right].copy()
key_a, key_b = words(a.iloc[:, place_a]), words(b.iloc[:, place_b])
if key_b.duplicated().any():
    left, right, a, b, key_a, key_b, place_a, place_b = right, left, b, a, key_b, key_a, place_b, place_a
b = b.drop(columns=b.columns[place_b]).assign(__key__=key_b).dropna(subset=["__key__"]).drop_duplicates("__key__")
joined = a.assign(__key__=key_a).merge(b, on="__key__", how="left", suffixes=("", " (2)"), indicator="__found__")
print(f"rows without a partner: {int((joined['__found__'] != 'both').sum())}")
df = joined.drop(columns=["__key__", "__found__"])
${leave(target)}${REPORT}`;
}

/** Puts tables of the same columns below one another. */
export function stackCode(target: string): string {
  return `# Put the tables below one another
import os

first = next(iter(tables.values()))
parts = []
for name, table in tables.items():
    places = columns_of(table)
    part = table.iloc[:, [places[plain(title)] for title in first.columns]]
    part.columns = first.columns
    parts.append(part.assign(file=name.rsplit("/")[-1]))
df = pd.concat(parts, ignore_index=True)
${leave(target)}${REPORT}`;
}

/** Writes the table that was made, and says so for later questions: see `madeFiles`. */
function leave(target: string): string {
  const path = quoted(`/mnt/data/${target}`);
  return `df.to_csv(${path}, index=False)
print("table made:", os.path.getsize(${path}), "|", ${quoted(oneLine(target))})
`;
}
