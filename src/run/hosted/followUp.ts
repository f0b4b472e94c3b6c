import { createHash } from "node:crypto";
import { z } from "zod";
import type { Turn } from "../model.ts";

/** Where a run left its thread. */
export const markSchema = z.object({
  /** The response that ended it. */
  responseId: z.string(),
  /** How many turns were before what the run did. */
  count: z.number().int(),
  before: z.string(),
  own: z.string(),
});
export type Mark = z.infer<typeof markSchema>;

export type Question = Extract<Turn, { role: "user" }>;

/** `before`: the thread as the run found it; `own`: what the run did. */
export function markOf(responseId: string, before: readonly Turn[], own: readonly Turn[]): Mark {
  return { responseId, count: before.length, before: digest(before.map(actOf)), own: digest(actsOf(own)) };
}

/**
 * The questions that came since, if nothing else did: then the provider knows all that is before them. Null when the
 * thread went on elsewhere, or is not what it was, so that all of it has to be told.
 */
export function questionsSince(mark: Mark | null, turns: readonly Turn[]): Question[] | null {
  if (mark === null || digest(turns.slice(0, mark.count).map(actOf)) !== mark.before) return null;
  const rest = turns.slice(mark.count);
  const first = rest.findIndex(({ role }) => role === "user");
  if (first < 0 || digest(actsOf(rest.slice(0, first))) !== mark.own) return null;
  const fresh = rest.slice(first).filter((turn) => turn.role === "user");
  return fresh.length === rest.length - first ? fresh : null;
}

function actOf(turn: Turn): unknown {
  if (turn.role === "user") return ["user", turn.text];
  if (turn.role === "cell") return ["cell", turn.id];
  return ["assistant", turn.text, turn.cells.map(({ id }) => id), turn.calls?.map(({ id }) => id) ?? []];
}

/** Words and acts apart: the log may hold in one turn what came as two. */
function actsOf(turns: readonly Turn[]): unknown {
  const words = turns.map((turn) => (turn.role === "assistant" ? turn.text : "")).join("");
  const ids = turns.flatMap((turn) =>
    turn.role === "assistant" ? [...turn.cells, ...(turn.calls ?? [])].map(({ id }) => id) : [],
  );
  return [words, ids];
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
