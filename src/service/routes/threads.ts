import { Hono } from "hono";
import { z } from "zod";
import { newId } from "../../base/ids.ts";
import { addMessage, assertFiles, newMessageSchema } from "../addMessage.ts";
import type { EventLog } from "../eventLog.ts";
import { found, jsonBody, listOf, listQuery, metadataSchema } from "../params.ts";
import type { Store } from "../store/store.ts";
import { seconds, type ThreadObject } from "../wire.ts";

const createSchema = z.object({
  messages: z.array(newMessageSchema).nullish(),
  metadata: metadataSchema,
});

/** `/threads`; the list of threads and a thread's files are additions of ours. */
export function threadsRoutes(store: Store, log: EventLog): Hono {
  const get = (id: string): ThreadObject => found(store.objects.get("thread", id), "thread", id);
  return new Hono()
    .post("/", async (c) => {
      const body = await jsonBody(c, createSchema);
      // Nothing is made when a file is missing.
      for (const message of body.messages ?? []) assertFiles(store, message);
      const id = newId("thread");
      log.append(id, { type: "thread.created" }, ({ at }) => {
        store.objects.put({
          id,
          object: "thread",
          created_at: seconds(at),
          tool_resources: {},
          metadata: body.metadata,
        });
      });
      for (const message of body.messages ?? []) await addMessage({ store, log }, id, message);
      return c.json(get(id));
    })
    .get("/", (c) => c.json(listOf(store.objects.list("thread", listQuery(c)))))
    .get("/:thread", (c) => c.json(get(c.req.param("thread"))))
    .post("/:thread", async (c) => {
      const thread = get(c.req.param("thread"));
      const { metadata } = await jsonBody(c, z.object({ metadata: metadataSchema }));
      store.objects.put({ ...thread, metadata });
      return c.json({ ...thread, metadata });
    })
    .get("/:thread/files", (c) => {
      const { id } = get(c.req.param("thread"));
      return c.json({ object: "list", data: store.files.list(id) });
    });
}
