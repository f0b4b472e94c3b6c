import { Hono } from "hono";
import { z } from "zod";
import { newId } from "../../base/ids.ts";
import type { Store } from "../store/store.ts";
import { type AssistantObject, seconds } from "../wire.ts";
import { found, jsonBody, listOf, listQuery, metadataSchema, toolsSchema } from "../params.ts";

const createSchema = z.object({
  model: z.string(),
  name: z.string().max(256).nullish(),
  description: z.string().max(512).nullish(),
  instructions: z.string().max(256_000).nullish(),
  tools: toolsSchema,
  metadata: metadataSchema,
});

/** `/assistants`: who answers, by instructions; any model name is accepted and echoed. */
export function assistantsRoutes(store: Store, now: () => number): Hono {
  return new Hono()
    .post("/", async (c) => {
      const body = await jsonBody(c, createSchema);
      const assistant: AssistantObject = {
        id: newId("assistant"),
        object: "assistant",
        created_at: seconds(now()),
        name: body.name ?? null,
        description: body.description ?? null,
        model: body.model,
        instructions: body.instructions ?? null,
        tools: body.tools,
        tool_resources: {},
        metadata: body.metadata,
        temperature: 1,
        top_p: 1,
        response_format: "auto",
      };
      store.objects.put(assistant);
      return c.json(assistant);
    })
    .get("/", (c) => c.json(listOf(store.objects.list("assistant", listQuery(c)))))
    .get("/:id", (c) => {
      const id = c.req.param("id");
      return c.json(found(store.objects.get("assistant", id), "assistant", id));
    });
}
