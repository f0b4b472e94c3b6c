import type { FileRef } from "../../../domain/file.ts";
import type { Playbook, Question, Steps } from "../playbook.ts";
import { literal } from "../words.ts";
import { answerAsked } from "./asked.ts";
import { statisticIn } from "./askedNumbers.ts";
import { type Column, plain, positionIn } from "./columns.ts";
import { plotAll } from "./pictures.ts";
import { lookAtColumns } from "./playbook.ts";
import { type ReadTable, readTable } from "./readTable.ts";
import { surviving } from "./surviving.ts";
import { wishIn } from "./wishes.ts";

export const TABLE_PARTS =
  "name a column, a statistic (“average X by Y”), a plot (“histogram of X”, “X over time”), rows (“top rows by X”), or ask for missing values, duplicates, outliers or correlations";

/** Whether a question can be about a part of a table: it asks for one, or names a column that was shown before. */
export function asksForPart({ text, seen }: Question): boolean {
  if (wishIn(text) !== null || statisticIn(text) !== undefined || /\bcorrelat|상관/i.test(text)) return true;
  const question = ` ${plain(text)} `;
  return seen.some((name) => positionIn(question, name) >= 0);
}

/** A later question about a table: only the part that it asks for. */
export function* tableFollowUp(file: FileRef, question: string): Playbook {
  const read = yield* readTable(file, question);
  return typeof read === "string" ? read : yield* surviving(partOf(file, read, question), read.code);
}

function* partOf(file: FileRef, { facts }: ReadTable, question: string): Playbook {
  const title = `**${literal(file.name)}**`;
  if (facts.get("rows") === "0") return `${title} has no rows.`;
  const looked = yield* lookAtColumns(title, facts);
  if (typeof looked === "string") return looked;
  const about = { ...looked, facts, question: question.replaceAll(file.name, " ") };
  const { sentence, plots } = yield* answerAsked(about);
  if (sentence === null && plots.length === 0) return notFound(title, looked.columns);
  const shown = yield* plotted(plots);
  return [sentence, shown].filter((part) => part !== null).join(" ") || notFound(title, looked.columns);
}

function* plotted(plots: readonly string[]): Steps<string | null> {
  if (plots.length === 0) return null;
  const failures = yield* plotAll(plots, null);
  return failures > 0 ? "Not everything could be drawn; the cells above say why." : "The picture is above.";
}

function notFound(title: string, columns: readonly Column[]): string {
  const names = columns.slice(0, 20).map(({ name }) => literal(name));
  const more = columns.length > 20 ? " …" : "";
  return `I could not tell what of ${title} that asks for. Its columns are ${names.join(", ")}${more}: ${TABLE_PARTS}. For anything else choose a model.`;
}
