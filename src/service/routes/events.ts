import { Hono } from "hono";
import { z } from "zod";
import type { EventLog } from "../eventLog.ts";
import { found, queryOf } from "../params.ts";
import { eventStream, type SseEvent } from "../sse.ts";
import type { Store } from "../store/store.ts";

const querySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

/** `/threads/{thread}/events?after=N`: the thread's log from there on, without end; an addition of ours. */
export function eventsRoutes(store: Store, log: EventLog): Hono {
  return new Hono().get("/:thread/events", (c) => {
    const threadId = c.req.param("thread");
    found(store.objects.get("thread", threadId), "thread", threadId);
    const { after } = queryOf(c, querySchema);
    return eventStream(c.req.raw, (signal) => linesOf(log, threadId, after, signal));
  });
}

async function* linesOf(
  log: EventLog,
  threadId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<SseEvent> {
  for await (const event of log.follow(threadId, after, signal)) {
    yield { event: event.change.type, data: JSON.stringify(event), id: String(event.seq) };
  }
}
