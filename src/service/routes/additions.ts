import { Hono } from "hono";
import { z } from "zod";
import { isThreadEvent, type LoggedEvent } from "../../domain/event.ts";
import { found } from "../found.ts";
import { listOf, listQuery, queryOf } from "../params.ts";
import { eventStream, type SseEvent } from "../sse.ts";
import type { RunParts } from "../startRun.ts";
import type { Store } from "../store/store.ts";
import type { ThreadObject } from "../wire.ts";

const QUESTION_CHARS = 500;

const querySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  /** `false`: ends with what there is. */
  follow: z.enum(["true", "false"]).default("true"),
});

/**
 * What the API does not have: the list of threads, a thread's files, and `events?after=N`: the thread's log from there
 * on, without end, or with `follow=false` to where it stands.
 */
export function additionsRoutes({ store, log, runs }: RunParts): Hono {
  const check = (id: string): string => found(store.objects.get("thread", id), "thread", id).id;
  return new Hono()
    .get("/", (c) => {
      const page = listOf(store.objects, "thread", listQuery(c));
      const data = page.data.map((thread) => ({
        ...thread,
        last_act_at: store.events.lastActAt(thread.id),
        first_question: beginningOf(thread, store),
        is_busy: !runs.isIdle(thread.id),
      }));
      return c.json({ ...page, data });
    })
    .get("/:thread/files", (c) => {
      const id = check(c.req.param("thread"));
      // Who follows the thread from there on misses no change of its files.
      return c.json({ object: "list", data: store.files.list(id), last_seq: store.events.lastSeq(id) });
    })
    .get("/:thread/events", (c) => {
      const id = check(c.req.param("thread"));
      const { after, follow } = queryOf(c, querySchema);
      return eventStream(c.req.raw, (signal) =>
        linesOf(follow === "true" ? log.follow(id, after, signal) : log.ofThread(id, after)),
      );
    });
}

/** The beginning of its first question, for a thread that has no name. */
function beginningOf({ id, metadata }: ThreadObject, { objects }: Store): string | null {
  if (metadata["title"] !== undefined) return null;
  const [message] = objects.list("thread.message", { threadId: id, limit: 1, order: "asc" }).data;
  const words = message?.content.find((part) => part.type === "text");
  return words?.text.value.slice(0, QUESTION_CHARS) ?? null;
}

async function* linesOf(
  events: AsyncIterable<LoggedEvent> | Iterable<LoggedEvent>,
): AsyncGenerator<SseEvent> {
  for await (const event of events) {
    if (!isThreadEvent(event)) continue;
    yield { event: event.change.type, data: JSON.stringify(event), id: String(event.seq) };
  }
}
