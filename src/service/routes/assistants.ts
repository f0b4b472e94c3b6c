import { Hono } from "hono";
import { z } from "zod";
import { newId } from "../../base/ids.ts";
import { found } from "../found.ts";
import { jsonBody, listOf, listQuery, metadataSchema, newMetadataSchema } from "../params.ts";
import { samplingShape } from "../runSettings.ts";
import type { Store } from "../store/store.ts";
import { assertResources } from "../threads.ts";
import { fileIdsSchema, resourcesOf, toolResourcesSchema, toolsSchema } from "../tools.ts";
import { type AssistantObject, seconds } from "../wire.ts";

const shape = {
  name: z.string().max(256).nullish(),
  description: z.string().max(512).nullish(),
  instructions: z.string().max(256_000).nullish(),
  tools: toolsSchema.nullish(),
  tool_resources: toolResourcesSchema,
  file_ids: fileIdsSchema.nullish(),
  ...samplingShape,
};
const createSchema = z.object({ ...shape, model: z.string(), metadata: metadataSchema });
const modifySchema = z.object({ ...shape, model: z.string().optional(), metadata: newMetadataSchema });

/** `/assistants`: who answers, by instructions; any model name is accepted and echoed. */
export function assistantsRoutes(store: Store, now: () => number): Hono {
  const get = (id: string): AssistantObject => found(store.objects.get("assistant", id), "assistant", id);
  return new Hono()
    .post("/", async (c) => {
      const { file_ids, tool_resources: resources, ...body } = await jsonBody(c, createSchema);
      const tool_resources = resourcesOf(resources, file_ids);
      assertResources(store, tool_resources);
      const assistant: AssistantObject = {
        id: newId("assistant"),
        object: "assistant",
        created_at: seconds(now()),
        name: body.name ?? null,
        description: body.description ?? null,
        model: body.model,
        instructions: body.instructions ?? null,
        tools: body.tools ?? [],
        tool_resources,
        metadata: body.metadata,
        temperature: body.temperature ?? 1,
        top_p: body.top_p ?? 1,
        response_format: body.response_format ?? "auto",
        ...effortOf(body.reasoning_effort),
      };
      store.objects.put(assistant);
      return c.json(assistant);
    })
    .get("/", (c) => c.json(listOf(store.objects, "assistant", listQuery(c))))
    .get("/:id", (c) => c.json(get(c.req.param("id"))))
    .post("/:id", async (c) => {
      const old = get(c.req.param("id"));
      const body = await jsonBody(c, modifySchema);
      const assistant = modified(old, body);
      assertResources(store, assistant.tool_resources);
      store.objects.put(assistant);
      return c.json(assistant);
    })
    .delete("/:id", (c) => {
      const { id } = get(c.req.param("id"));
      store.objects.remove("assistant", id);
      return c.json({ id, object: "assistant.deleted", deleted: true });
    });
}

/** Only what the request names is changed; null sets back. */
function modified(old: AssistantObject, body: z.infer<typeof modifySchema>): AssistantObject {
  const { file_ids, tool_resources: resources, reasoning_effort: effort, ...given } = body;
  const namesFiles = resources !== undefined || file_ids !== undefined;
  const or = <T>(value: T | null | undefined, before: T, none: T): T =>
    value === undefined ? before : (value ?? none);
  return {
    ...old,
    name: or(given.name, old.name, null),
    description: or(given.description, old.description, null),
    model: given.model ?? old.model,
    instructions: or(given.instructions, old.instructions, null),
    tools: or(given.tools, old.tools, []),
    tool_resources: namesFiles ? resourcesOf(resources, file_ids) : old.tool_resources,
    metadata: given.metadata ?? old.metadata,
    temperature: or(given.temperature, old.temperature, 1),
    top_p: or(given.top_p, old.top_p, 1),
    response_format: or(given.response_format, old.response_format, "auto"),
    ...(effort === undefined ? {} : effortOf(effort)),
  };
}

function effortOf(effort: string | null | undefined): { reasoning_effort?: string | null } {
  return effort === undefined ? {} : { reasoning_effort: effort };
}
