/** What a question wishes to see of a table, told by its words alone. */
export type Wish =
  | { readonly kind: "size" | "columns" | "missing" | "duplicates" | "outliers" | "describe" | "count" }
  | { readonly kind: "rows"; readonly which: "first" | "last"; readonly count: number }
  | { readonly kind: "top"; readonly count: number; readonly lowest: boolean }
  | { readonly kind: "plot"; readonly form: PlotForm };

export type PlotForm = "histogram" | "time" | "box" | "bar" | "scatter" | "any";

const PLOTS: readonly (readonly [RegExp, PlotForm])[] = [
  [/\bhistograms?\b|\bdistribut|히스토그램|분포/i, "histogram"],
  [/\bover time\b|\btime series\b|\btrend|\bdevelop|추이|시계열|시간에 따/i, "time"],
  [/\bbox ?plots?\b|\bboxes\b|상자/i, "box"],
  [/\bbar (charts?|plots?)\b|\bbars\b|막대/i, "bar"],
  [/\bscatter|산점도/i, "scatter"],
  [/\b(plots?|charts?|graphs?|draw|visuali[sz]e|pictures?)\b|그래프|그려|차트/i, "any"],
];

const SIMPLE: readonly (readonly [RegExp, "size" | "columns" | "missing" | "duplicates" | "outliers"])[] = [
  [/\bmissing\b|\bnulls?\b|\bnans?\b|\bempty (cells|values)\b|결측|빈 ?값/i, "missing"],
  [/\bduplicate|중복/i, "duplicates"],
  [/\boutliers?\b|\bfar out\b|이상치|이상값/i, "outliers"],
  [
    /\bhow many (rows|lines|records|entries|columns|rows and columns)\b(?! (have|are|of|with|in each))|\bnumber of (rows|columns|records)\b|\bhow (large|big|long) is\b|\bshape\b|몇 ?(행|줄|열)|행의? ?수/i,
    "size",
  ],
  [/\b(which|what|list|name|show)\b.{0,20}\bcolumns\b|\bschema\b|어떤 열|컬럼 ?목록/i, "columns"],
];

const NUMBER = String.raw`(\d{1,3})`;
const ROWS = new RegExp(
  String.raw`\b(first|last|head|tail)\b(?: ${NUMBER})?|\b(?:show|see|print|list)\b.{0,15}\b(?:${NUMBER} )?rows\b|(처음|마지막) ?${NUMBER}?`,
  "i",
);
const TOP = new RegExp(
  String.raw`\b(?:top|bottom)\b(?: ${NUMBER})?|\b${NUMBER} (?:\w+ )?(?:rows )?(?:with the )?(?:highest|largest|biggest|lowest|smallest|most|least)\b|\b(?:highest|largest|biggest|lowest|smallest) ${NUMBER}\b|(?:상위|하위) ?${NUMBER}?`,
  "i",
);

/** What the question wishes, or null. */
export function wishIn(question: string): Wish | null {
  const top = TOP.exec(question);
  if (top !== null) {
    return {
      kind: "top",
      count: numberIn(top, 10),
      lowest: /bottom|lowest|smallest|least|하위/i.test(question),
    };
  }
  const simple = SIMPLE.find(([words]) => words.test(question));
  if (simple !== undefined) return { kind: simple[1] };
  const plot = PLOTS.find(([words]) => words.test(question));
  if (plot !== undefined) return { kind: "plot", form: plot[1] };
  const rows = ROWS.exec(question);
  if (
    rows !== null &&
    /\brows?\b|\blines?\b|\brecords?\b|\bentries\b|\bhead\b|\btail\b|행|줄/i.test(question)
  ) {
    const which = /\blast\b|\btail\b|마지막/i.test(question) ? "last" : "first";
    return { kind: "rows", which, count: numberIn(rows, 5) };
  }
  if (/\bhow many\b|\bnumber of\b|\bcount\b|몇|개수/i.test(question)) return { kind: "count" };
  return /\bdescribe\b|\bstatistics?\b|\bstats\b|통계/i.test(question) ? { kind: "describe" } : null;
}

/** The first number that was found, kept between 1 and 200: a table shows no more. */
function numberIn(found: readonly (string | undefined)[], usual: number): number {
  const number = found.slice(1).find((part) => part !== undefined && /^\d+$/.test(part));
  return number === undefined ? usual : Math.min(200, Math.max(1, Number(number)));
}
