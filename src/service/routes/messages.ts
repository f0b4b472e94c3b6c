import { Hono } from "hono";
import { addMessage, newMessageSchema } from "../addMessage.ts";
import type { EventLog } from "../eventLog.ts";
import { found, jsonBody, listOf, listQuery } from "../params.ts";
import type { Runs } from "../runs.ts";
import type { Store } from "../store/store.ts";

/** `/threads/{thread}/messages` */
export function messagesRoutes(store: Store, log: EventLog, runs: Runs) {
  return new Hono()
    .basePath("/:thread/messages")
    .post("/", async (c) => {
      const threadId = c.req.param("thread");
      found(store.objects.get("thread", threadId), "thread", threadId);
      const body = await jsonBody(c, newMessageSchema);
      const assertIdle = (): void =>
        runs.assertIdle(threadId, (run) => `Can't add messages to ${threadId} while a run ${run} is active.`);
      assertIdle();
      return c.json(await addMessage({ store, log }, threadId, body, assertIdle));
    })
    .get("/", (c) => {
      const threadId = c.req.param("thread");
      found(store.objects.get("thread", threadId), "thread", threadId);
      const runId = c.req.query("run_id");
      const query = { ...listQuery(c), threadId, ...(runId === undefined ? {} : { runId }) };
      return c.json(listOf(store.objects.list("thread.message", query)));
    })
    .get("/:message", (c) => {
      const id = c.req.param("message");
      const message = store.objects.get("thread.message", id);
      return c.json(
        found(message?.thread_id === c.req.param("thread") ? message : undefined, "thread.message", id),
      );
    });
}
