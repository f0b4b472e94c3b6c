/** Lines of a document, counted from 1, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

const NAMED = 4;

/** "line 3", "lines 3–9, 12", or "lines 3–90 (in 20 places)"; for ranges in the order of the document, one at least. */
export function linesText(ranges: readonly LineRange[]): string {
  const merged = mergeRanges(ranges);
  const all = { first: merged[0]?.first ?? 1, last: merged.at(-1)?.last ?? 1 };
  if (merged.length > NAMED) return `lines ${rangeText(all)} (in ${merged.length} places)`;
  return `${all.first === all.last ? "line" : "lines"} ${merged.map(rangeText).join(", ")}`;
}

/** Ranges that touch or overlap become one: a column of a table is one range. */
function mergeRanges(ranges: readonly LineRange[]): LineRange[] {
  const merged: LineRange[] = [];
  for (const { first, last } of ranges) {
    const before = merged.at(-1);
    if (before === undefined || first > before.last + 1) merged.push({ first, last });
    else merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, last) };
  }
  return merged;
}

function rangeText({ first, last }: LineRange): string {
  return first === last ? String(first) : `${first}–${last}`;
}
