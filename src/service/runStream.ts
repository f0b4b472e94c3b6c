import type { EventLog } from "./eventLog.ts";
import { RunProjection } from "./projection.ts";
import type { SseEvent } from "./sse.ts";
import type { RunObject } from "./wire.ts";

/**
 * The run's events in the API's framing, from the first to `done`, read from the log: a reader that goes away or is
 * slow does not touch the run.
 */
export async function* streamRun(
  log: EventLog,
  run: RunObject,
  signal: AbortSignal,
): AsyncGenerator<SseEvent> {
  const projection = new RunProjection(run);
  const [created] = log.ofRun(run.id);
  if (created === undefined) return;
  for await (const event of log.follow(run.thread_id, created.seq - 1, signal)) {
    if (!("runId" in event.change) || event.change.runId !== run.id) continue;
    for (const { event: name, data } of projection.apply(event).stream) {
      yield { event: name, data: JSON.stringify(data) };
    }
    if (event.change.type === "run.ended") break;
  }
  if (!signal.aborted) yield { event: "done", data: "[DONE]" };
}
