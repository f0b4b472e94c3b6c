import type { Steps } from "../playbook.ts";
import { type Facts, factsOf } from "../results.ts";
import { type Column, isGroup, isMeasure } from "./columns.ts";
import { countsCode, summaryCode } from "./describe.ts";

const MAX_MEASURES = 12;

/** What stands out in a table as a whole. */
export interface Summary {
  readonly facts: Facts;
  readonly measures: readonly Column[];
  readonly groups: readonly Column[];
  /** The two measures that go together most. */
  readonly pair: readonly [Column, Column] | null;
  /** The group that tells most about a measure. */
  readonly split: { readonly group: Column; readonly measure: Column } | null;
  /** The column that was counted, as there are no measures. */
  readonly counted: Column | null;
}

export function* summarise(columns: readonly Column[]): Steps<Summary> {
  const measures = columns.filter(isMeasure).slice(0, MAX_MEASURES);
  const groups = columns.filter(isGroup);
  const nothing = { measures, groups, pair: null, split: null, counted: null };
  if (measures.length === 0) {
    const counted = groups[0] ?? columns.find(({ known }) => known > 0) ?? null;
    if (counted === null) return { ...nothing, facts: new Map() };
    const facts = factsOf(
      yield { say: "There are no measures, so I'll count.", code: countsCode(counted.name) },
    );
    return { ...nothing, facts, counted };
  }
  const names = [measures, groups].map((some) => some.map(({ name }) => name));
  const date = columns.find(({ kind }) => kind === "date")?.name ?? null;
  const code = summaryCode(names[0] ?? [], names[1] ?? [], date);
  const facts = factsOf(yield { say: "Now the numbers.", code });
  const [a, b] = pairIn(facts.get("pair"), measures, measures);
  const [group, measure] = pairIn(facts.get("group"), groups, measures);
  return {
    ...nothing,
    facts,
    pair: a === undefined || b === undefined ? null : [a, b],
    split: group === undefined || measure === undefined ? null : { group, measure },
  };
}

/** The two columns that a cell printed as "a | b"; compared whole, as names may hold anything. */
function pairIn(
  printed: string | undefined,
  firsts: readonly Column[],
  seconds: readonly Column[],
): [Column, Column] | [] {
  for (const first of firsts) {
    const second = seconds.find(({ name }) => `${first.name} | ${name}` === printed);
    if (second !== undefined) return [first, second];
  }
  return [];
}
