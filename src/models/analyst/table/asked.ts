import type { Steps } from "../playbook.ts";
import { type Facts, factsOf, partsOf } from "../results.ts";
import { count, literal } from "../words.ts";
import { type Asked, askedNumbers, NOTHING } from "./askedNumbers.ts";
import { askedPlot } from "./askedPlot.ts";
import { canGroup, type Column, isMeasure, namedColumns, whereMissing } from "./columns.ts";
import { outliersCode } from "./describe.ts";
import { describeCode, rowsCode, sortedCode, valueCode } from "./parts.ts";
import { wishIn } from "./wishes.ts";

/** A question about a table whose columns are known. */
export interface AboutTable {
  readonly question: string;
  readonly columns: readonly Column[];
  /** Of reading, and of the overview. */
  readonly facts: Facts;
  readonly overview: Facts;
}

/** The part of the table that the question asks for, in its words or by naming columns. */
export function* answerAsked(about: AboutTable): Steps<Asked> {
  const { question, columns, facts, overview } = about;
  const named = namedColumns(question, columns);
  const wish = wishIn(question);
  switch (wish?.kind) {
    case "size":
      return saying(
        `It has **${count(facts.get("rows in the file") ?? facts.get("rows"), "row")}** and **${count(overview.get("columns"), "column")}**.`,
      );
    case "columns":
      return saying(`Its columns: ${columns.map(({ name }) => literal(name)).join(", ")}.`);
    case "missing":
      return saying(missingIn(named, about));
    case "duplicates":
      return saying(`It has **${count(overview.get("duplicate rows"), "duplicate row")}**.`);
    case "rows":
      return yield* shown(rowsCode(wish.which, wish.count), `The ${wish.which} rows are in the table above.`);
    case "top": {
      const by = named.findLast(({ kind }) => kind !== "text");
      if (by === undefined) break;
      const order = wish.lowest ? "lowest" : "highest";
      return yield* shown(
        sortedCode(by.name, wish.count, wish.lowest),
        `The rows with the ${order} ${literal(by.name)} are in the table above.`,
      );
    }
    case "outliers":
      return yield* outliers(measuresOf(named, columns));
    case "describe":
      return yield* shown(
        describeCode((named.length > 0 ? named : columns).map(({ name }) => name)),
        "The statistics are in the table above.",
      );
    case "count": {
      // A column's name tells more than a value of some column.
      const counted = named.length === 0 ? yield* rowsOfValue(question, columns) : null;
      if (counted !== null) return counted;
      break;
    }
    case "plot": {
      const plots = askedPlot(wish.form, named, columns);
      if (plots.length > 0) return { sentence: null, plots };
      if (wish.form === "time" && !columns.some(({ kind }) => kind === "date")) {
        return saying("It has no column of dates, so nothing can be drawn over time.");
      }
      break;
    }
    case undefined:
      break;
  }
  return yield* askedNumbers(question, columns, named);
}

const saying = (sentence: string): Asked => ({ sentence, plots: [] });

function* shown(code: string, sentence: string): Steps<Asked> {
  const { failed } = yield { code };
  return failed ? NOTHING : saying(sentence);
}

/** "How many are female?": the rows that hold a value which the question names. */
function* rowsOfValue(question: string, columns: readonly Column[]): Steps<Asked | null> {
  const groups = columns.filter((column) => column.kind === "text" && canGroup(column));
  if (groups.length === 0) return null;
  const result = yield {
    code: valueCode(
      question,
      groups.map(({ name }) => name),
    ),
  };
  const facts = factsOf(result);
  const [rows, value] = partsOf(facts, "rows with it");
  if (rows === "") return null;
  const column = literal(facts.get("column") ?? "");
  return saying(`**${rows}** of ${count(facts.get("of"), "row")} have ${literal(value)} in ${column}.`);
}

function missingIn(named: readonly Column[], { columns, overview }: AboutTable): string {
  if (named.length === 0) return `It has ${whereMissing(columns, overview)}.`.replace("….", "…");
  const parts = named.map((column) => `**${column.missing}** in ${literal(column.name)}`);
  return `Missing values: ${parts.join(", ")}.`;
}

const measuresOf = (named: readonly Column[], columns: readonly Column[]): string[] => {
  const numbers = named.filter(({ kind }) => kind === "number");
  return (numbers.length > 0 ? numbers : columns.filter(isMeasure)).map(({ name }) => name);
};

function* outliers(measures: readonly string[]): Steps<Asked> {
  if (measures.length === 0) return saying("There is no measure in it whose values could lie far out.");
  const result = yield { code: outliersCode(measures) };
  const found = factsOf(result).get("outliers");
  if (found === undefined) return NOTHING;
  return saying(
    `**${count(found, "value")}** ${found === "1" ? "lies" : "lie"} far out: more than one and a half quartile distances beyond the quartiles. The bounds of each column are in the table above.`,
  );
}
