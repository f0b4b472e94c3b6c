import { Hono } from "hono";
import { z } from "zod";
import { found } from "../found.ts";
import { pageOf } from "../page.ts";
import { jsonBody, listQuery, metadataSchema } from "../params.ts";
import { addItems, createConversation, itemsOf, noItem, removeItem } from "../responses/conversations.ts";
import { includesOf } from "../responses/includes.ts";
import { givenItemSchema } from "../responses/inputSchema.ts";
import type { ConversationObject } from "../responses/wire.ts";
import type { RunParts } from "../startRun.ts";
import { transact } from "../store/database.ts";

const itemsSchema = z.array(givenItemSchema).max(20);

/** `/conversations`: what responses follow, with items that clients put in and take out. */
export function conversationsRoutes(parts: RunParts): Hono {
  const { objects, db } = parts.store;
  const get = (id: string): ConversationObject => found(objects.get("conversation", id), "conversation", id);
  return new Hono()
    .post("/", async (c) => {
      const schema = z.object({ metadata: metadataSchema, items: itemsSchema.nullish() });
      const { metadata, items } = await jsonBody(c, schema);
      return c.json(await createConversation(parts, metadata, items ?? []));
    })
    .get("/:id", (c) => c.json(get(c.req.param("id"))))
    .post("/:id", async (c) => {
      const { metadata } = await jsonBody(c, z.object({ metadata: metadataSchema }));
      const changed = { ...get(c.req.param("id")), metadata };
      objects.put(changed);
      return c.json(changed);
    })
    .delete("/:id", (c) => {
      const { id } = get(c.req.param("id"));
      transact(db, () => {
        objects.removeAllOf("conversation.entry", id);
        objects.remove("conversation", id);
      });
      return c.json({ id, object: "conversation.deleted", deleted: true });
    })
    .post("/:id/items", async (c) => {
      const { id } = get(c.req.param("id"));
      const { items } = await jsonBody(c, z.object({ items: itemsSchema }));
      const added = await addItems(parts, id, items);
      return c.json(pageOf(added, { limit: added.length, order: "asc" }));
    })
    .get("/:id/items", (c) => c.json(pageOf(itemsOf(parts, c.req.param("id"), includesOf(c)), listQuery(c))))
    .get("/:id/items/:item", (c) => {
      const id = c.req.param("item");
      const item = itemsOf(parts, c.req.param("id"), includesOf(c)).find((one) => one.id === id);
      if (item === undefined) throw noItem(id);
      return c.json(item);
    })
    .delete("/:id/items/:item", (c) => {
      const conversation = get(c.req.param("id"));
      removeItem(parts, conversation.id, c.req.param("item"));
      return c.json(conversation);
    });
}
