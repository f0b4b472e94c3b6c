import { Hono } from "hono";
import { z } from "zod";
import { assertFiles, draftMessage, type NewMessage, newMessageSchema, writeMessage } from "../addMessage.ts";
import { found } from "../found.ts";
import { Mounts } from "../mounts.ts";
import { jsonBody, listOf, listQuery, newMetadataSchema } from "../params.ts";
import type { RunParts } from "../startRun.ts";
import { transact } from "../store/database.ts";
import type { MessageObject } from "../wire.ts";

/** `/threads/{thread}/messages` */
export function messagesRoutes(parts: RunParts) {
  const { store } = parts;
  const checkThread = (id: string): string => found(store.objects.get("thread", id), "thread", id).id;
  const get = (threadId: string, id: string): MessageObject => {
    checkThread(threadId);
    const message = store.objects.get("thread.message", id);
    return found(message?.thread_id === threadId ? message : undefined, "thread.message", id);
  };
  return new Hono()
    .basePath("/:thread/messages")
    .post("/", async (c) => {
      const threadId = checkThread(c.req.param("thread"));
      return c.json(await addMessage(parts, threadId, await jsonBody(c, newMessageSchema)));
    })
    .get("/", (c) => {
      const threadId = checkThread(c.req.param("thread"));
      const runId = c.req.query("run_id");
      const query = { ...listQuery(c), threadId, ...(runId === undefined ? {} : { runId }) };
      return c.json(listOf(store.objects, "thread.message", query));
    })
    .get("/:message", (c) => c.json(get(c.req.param("thread"), c.req.param("message"))))
    .post("/:message", async (c) => {
      const { metadata } = await jsonBody(c, z.object({ metadata: newMetadataSchema }));
      return transact(store.db, () => {
        const message = get(c.req.param("thread"), c.req.param("message"));
        const changed = { ...message, metadata: metadata ?? message.metadata };
        store.objects.put(changed);
        return c.json(changed);
      });
    })
    .delete("/:message", (c) => {
      const { id } = get(c.req.param("thread"), c.req.param("message"));
      store.objects.remove("thread.message", id);
      return c.json({ id, object: "thread.message.deleted", deleted: true });
    });
}

/** Adds the message with its files; refused while a run works, at the moment at which it would be written as well. */
async function addMessage(parts: RunParts, threadId: string, body: NewMessage): Promise<MessageObject> {
  const { store, log, runs, now } = parts;
  const assertIdle = (): void =>
    runs.assertIdle(threadId, (run) => `Can't add messages to ${threadId} while a run ${run} is active.`);
  assertIdle();
  assertFiles(store, [body]);
  const mounts = new Mounts(store, threadId);
  try {
    const draft = await draftMessage(mounts, body);
    return log.atOnce(threadId, () => {
      assertIdle();
      found(store.objects.get("thread", threadId), "thread", threadId);
      mounts.record(now());
      return writeMessage(parts, threadId, draft);
    });
  } catch (error) {
    await mounts.undo();
    throw error;
  }
}
