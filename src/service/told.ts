import { givenOf } from "../domain/transcript.ts";
import type { Turn } from "../run/model.ts";
import type { RunContext } from "../run/runner.ts";
import type { EventLog } from "./eventLog.ts";
import { lastMessages, turnsOf, withMounted } from "./history.ts";
import { settingsOf } from "./runSettings.ts";
import type { Store } from "./store/store.ts";
import type { RunObject } from "./wire.ts";

/** What a run is told beside its own fields. */
export interface Told {
  /** Behind its own. */
  instructions?: string;
  /** What was said and done before, where that is not what the thread's log tells. */
  turns?: readonly Turn[];
  /** Cells that it may run at most, within the limits. */
  maxCells?: number;
  /** The client answers calls of its functions in a later run: they end this one. */
  callsEndRun?: boolean;
}

/** What the runner is to know of what was said before, and of what the client asked for. */
export function toldOf(
  parts: { store: Store; log: EventLog },
  run: RunObject,
  told: Told,
): Pick<RunContext, "instructions" | "turns" | "settings"> {
  const { last_messages: last } = run.truncation_strategy;
  const turns = turnsBefore(parts, run.thread_id, told);
  return {
    instructions: [run.instructions, told.instructions ?? ""].filter((text) => text !== "").join("\n\n"),
    turns: last === null ? turns : lastMessages(turns, last),
    settings: { ...settingsOf(run), ...(told.maxCells === undefined ? {} : { maxCells: told.maxCells }) },
  };
}

function turnsBefore(
  { store, log }: { store: Store; log: EventLog },
  threadId: string,
  { turns }: Told,
): readonly Turn[] {
  const inputs = store.files.list(threadId).flatMap((file) => givenOf(file) ?? []);
  if (turns !== undefined) return withMounted(turns, inputs);
  const messages = new Set(store.objects.idsOf("thread.message", threadId));
  return turnsOf(log.ofThread(threadId), (id) => messages.has(id), inputs);
}
