import { t } from "../base/l10n.ts";
import { GIVEN_CODE } from "../domain/givenCode.ts";
import type { Transcript, Turn } from "../domain/transcript.ts";
import { type Column, shownTable, type ShownTable } from "./shownTable.ts";

const AT_MOST = 3;
const NONE: readonly string[] = [];

/**
 * Short questions that make sense after the last answer, from the table that was looked at; each is one that the
 * built-in analyst answers by running code. None after a run that did not complete, and where no table was looked at.
 */
export function followUpsOf(transcript: Transcript): readonly string[] {
  const last = transcript.turns.at(-1);
  if (last?.state !== "completed" || last.model === GIVEN_CODE || transcript.queue.length > 0) return NONE;
  // A turn that has ended stays the same object: its tables need to be read once only.
  const known = found.get(last);
  if (known !== undefined) return known;
  const followUps = questionsAbout(transcript);
  found.set(last, followUps);
  return followUps;
}

const found = new WeakMap<Turn, readonly string[]>();

function questionsAbout({ turns, files }: Transcript): string[] {
  const table = shownTable(turns, files);
  if (table === null) return [];
  const asked = new Set(turns.map(({ question }) => question));
  return kindsOf(table)
    .flatMap((questions) => questions.find((question) => !asked.has(question)) ?? [])
    .slice(0, AT_MOST);
}

/** Questions by their kind, the most telling kind first; of each kind one is enough at a time. */
function kindsOf({ columns, fileName }: ShownTable): string[][] {
  const [measures, groups, dates] = (["measure", "group", "date"] as const).map((kind) =>
    columns.filter((column) => column.kind === kind).map(({ name }) => name),
  ) as [string[], string[], string[]];
  const [first, second] = measures;
  const pairs = groups.flatMap((group) => measures.map((measure) => [measure, group] as const));
  const kinds = [
    pairs.map(([measure, group]) => t("What is the average {0} by {1}?", measure, group)),
    dates.length === 0 ? [] : measures.map((measure) => t("Plot {0} over time.", measure)),
    first === undefined || second === undefined ? [] : [t("Plot {0} against {1}.", first, second)],
    measures.map((measure) => t("Which are the top 10 rows by {0}?", measure)),
    columns.some(hasMissing) ? [t("Where are values missing?")] : [],
    groups.map((group) => t("How many rows are there for each {0}?", group)),
    measures.map((measure) => t("Are there outliers in {0}?", measure)),
    second === undefined ? [] : [t("How do the measures correlate?")],
    measures.map((measure) => t("Show a histogram of {0}.", measure)),
  ];
  if (fileName === null) return kinds;
  return kinds.map((questions) => questions.map((question) => t("In {0}: {1}", fileName, question)));
}

const hasMissing = ({ missing }: Column): boolean => missing > 0;
