import type { FileRef } from "../../domain/file.ts";
import type { Turn } from "../../run/model.ts";
import { madeFiles } from "./made.ts";
import type { CellResult, Question } from "./playbook.ts";
import { factsOf, tableOf } from "./results.ts";

/** Results of the cells since the last question. */
export function resultsOf(turns: readonly Turn[]): CellResult[] {
  return turns.slice(askedAt(turns) + 1).filter((turn) => turn.role === "cell");
}

/** The last question, by what was there when it was asked: what its own cells gave must not change it. */
export function questionOf(turns: readonly Turn[]): Question {
  const before = turns.slice(0, askedAt(turns) + 1);
  const questions = before.filter((turn) => turn.role === "user");
  const last = questions.at(-1);
  const text = last?.text ?? "";
  const filesAreNew = (last?.files.length ?? 0) > 0;
  const withFiles = questions.findLast(({ files }) => files.length > 0)?.files ?? [];
  const named = filesAreNew
    ? []
    : questions.flatMap(({ files }) => files).filter(({ name }) => text.includes(name));
  const files = named.length > 0 ? named : withFiles;
  return { text, files, filesAreNew, made: madeSinceFiles(before), seen: columnsIn(before) };
}

const askedAt = (turns: readonly Turn[]): number => turns.findLastIndex(({ role }) => role === "user");

function madeSinceFiles(turns: readonly Turn[]): FileRef[] {
  const given = turns.findLastIndex((turn) => turn.role === "user" && turn.files.length > 0);
  return turns.slice(given + 1).flatMap((turn) => (turn.role === "cell" ? madeFiles(factsOf(turn)) : []));
}

function columnsIn(turns: readonly Turn[]): string[] {
  const tables = turns.flatMap((turn) => (turn.role === "cell" ? [tableOf(turn)] : []));
  const names = tables.flatMap((table) => {
    const [first] = table?.fields ?? [];
    // The analyst's own tables are about columns: names stand in their rows, statistics in their header.
    if (first?.name === "column") return table?.data.map(([name]) => String(name)) ?? [];
    return first?.name === "" ? [] : (table?.fields.map(({ name }) => name) ?? []);
  });
  return [...new Set(names)];
}
