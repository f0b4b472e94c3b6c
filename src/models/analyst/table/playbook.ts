import type { FileRef } from "../../../domain/file.ts";
import type { Playbook, Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf, tableOf } from "../results.ts";
import { literal, stemOf } from "../words.ts";
import { answerOf, type Copy } from "./answer.ts";
import { answerAsked } from "./asked.ts";
import { type Column, columnsOf } from "./columns.ts";
import { cleanCode } from "./describe.ts";
import { OVERVIEW } from "./overview.ts";
import { plotAll, plotsFor } from "./pictures.ts";
import { LARGE_BYTES } from "./read.ts";
import { type ReadTable, readTable } from "./readTable.ts";
import { type Summary, summarise } from "./summary.ts";
import { surviving } from "./surviving.ts";
import { workbookCode } from "./workbook.ts";

/** A table: read it whatever its form, tidy and describe it, plot what fits, write a cleaned copy and a summary. */
export function* tablePlaybook(file: FileRef, question: string): Playbook {
  const read = yield* readTable(file, question);
  return typeof read === "string" ? read : yield* surviving(analyse(file, read, question), read.code);
}

/** The same for a table that is in `df` already. */
export function* analyse(file: FileRef, { names, facts }: ReadTable, question: string): Playbook {
  const title = `**${literal(file.name)}**`;
  if (facts.get("rows") === "0") {
    if (names.length === 0) return `${title} has no rows and no columns.`;
    return `${title} has a header but no rows. Its columns: ${names.map(literal).join(", ")}.`;
  }
  const looked = yield* lookAtColumns(title, facts);
  if (typeof looked === "string") return looked;
  const { columns, overview } = looked;
  // A file may be called like one of its columns.
  const asked = yield* answerAsked({
    question: question.replaceAll(file.name, " "),
    columns,
    facts,
    overview,
  });
  const summary = yield* summarise(columns);
  yield* plotAll([...asked.plots, ...plotsFor(columns, summary)], "And pictures of it.");
  const copy = yield* writeCopy(file);
  const workbook = yield* writeWorkbook(file, summary);
  return answerOf({ file, facts, columns, overview, asked: asked.sentence, summary, copy, workbook });
}

/** What is in the columns of `df`, tidied; a text if that could not be found out. */
export function* lookAtColumns(
  title: string,
  facts: Facts,
): Steps<{ columns: Column[]; overview: Facts } | string> {
  const result = yield { say: "Next: what is in the columns.", code: OVERVIEW };
  const table = tableOf(result);
  if (table === null) {
    return `The columns of ${title} could not be looked at: \`${failureOf(result) ?? "no table"}\``;
  }
  return { columns: columnsOf(table, Number(facts.get("rows"))), overview: factsOf(result) };
}

function* writeCopy(file: FileRef): Steps<Copy> {
  if (file.bytes > LARGE_BYTES) return { failure: `${literal(file.name)} is too large for it.` };
  const target = `${stemOf(file)}-clean.csv`;
  const result = yield { code: cleanCode(target) };
  const failure = failureOf(result);
  return failure === null ? { target, facts: factsOf(result) } : { failure: `\`${failure}\`` };
}

function* writeWorkbook(file: FileRef, { measures, groups, counted }: Summary): Steps<Copy> {
  const target = `${stemOf(file)}-summary.xlsx`;
  const counts = groups.length > 0 || counted === null ? groups : [counted];
  const names = [measures, counts].map((columns) => columns.map(({ name }) => name));
  const result = yield { code: workbookCode(target, names[0] ?? [], names[1] ?? []) };
  const failure = failureOf(result);
  return failure === null ? { target, facts: factsOf(result) } : { failure: `\`${failure}\`` };
}
