import { cancelled } from "../../base/errors.ts";
import type { RunParts } from "../startRun.ts";

/**
 * Resolves when no run works in the thread: a file that came while a cell runs would pass for one that the cell made.
 * Throws when `signal` aborts.
 */
export async function untilFree(
  { store, log, runs }: RunParts,
  threadId: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const seen = store.events.lastSeq(threadId);
    if (runs.isIdle(threadId)) return;
    for await (const { change } of log.follow(threadId, seen, signal)) {
      if (change.type === "run.ended") break;
    }
    if (signal.aborted) throw cancelled();
  }
}
