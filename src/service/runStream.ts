import type { EventLog } from "./eventLog.ts";
import { RunProjection } from "./projection.ts";
import type { SseEvent } from "./sse.ts";
import type { RunObject, ThreadObject } from "./wire.ts";

interface From {
  /** Made together with the run. */
  thread?: ThreadObject;
  /** The first event of the log that is to be sent; what came before is known to the reader. */
  seq?: number;
}

/**
 * The run's events in the API's framing, to its end or to where it waits for its client, read from the log: a reader
 * that goes away or is slow does not touch the run.
 */
export async function* streamRun(
  log: EventLog,
  run: RunObject,
  signal: AbortSignal,
  { thread, seq = 0 }: From = {},
): AsyncGenerator<SseEvent> {
  const projection = new RunProjection(run);
  if (thread !== undefined) yield { event: "thread.created", data: JSON.stringify(thread) };
  for await (const event of log.followRun({ run_id: run.id, thread_id: run.thread_id }, signal)) {
    const { stream } = projection.apply(event);
    if (event.seq < seq) continue;
    for (const { event: name, data } of stream) yield { event: name, data: JSON.stringify(data) };
    if (event.change.type !== "run.ended" && projection.run.status !== "requires_action") continue;
    yield { event: "done", data: "[DONE]" };
    return;
  }
}
