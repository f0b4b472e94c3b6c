import { Hono } from "hono";
import { z } from "zod";
import { jsonBody, listOf, listQuery, queryOf } from "../params.ts";
import {
  asOfNow,
  containerObject,
  containerOf,
  createContainer,
  deleteContainer,
} from "../responses/containers.ts";
import { memoryLimitSchema, networkPolicySchema } from "../responses/newResponse.ts";
import type { RunParts } from "../startRun.ts";

const newContainerSchema = z.object({
  name: z.string(),
  file_ids: z.array(z.string()).nullish(),
  memory_limit: memoryLimitSchema.nullish(),
  expires_after: z
    .object({ anchor: z.literal("last_active_at"), minutes: z.number().int().min(1) })
    .nullish(),
  network_policy: networkPolicySchema,
});

/** `/containers` */
export function containersRoutes(parts: RunParts): Hono {
  const { store } = parts;
  return new Hono()
    .post("/", async (c) => {
      const body = await jsonBody(c, newContainerSchema);
      const row = await createContainer(parts, {
        name: body.name,
        fileIds: body.file_ids ?? undefined,
        memoryLimit: body.memory_limit ?? undefined,
        idleMinutes: body.expires_after?.minutes,
      });
      return c.json(containerObject(parts, row));
    })
    .get("/", (c) => {
      const { name } = queryOf(c, z.object({ name: z.string().optional() }));
      const page = listOf(store.objects, "container", { ...listQuery(c), ...(name ? { name } : {}) });
      return c.json({ ...page, data: page.data.map((row) => containerObject(parts, asOfNow(parts, row))) });
    })
    .get("/:id", (c) => c.json(containerObject(parts, containerOf(parts, c.req.param("id")))))
    .delete("/:id", async (c) => {
      const row = containerOf(parts, c.req.param("id"));
      await deleteContainer(parts, row);
      return c.json({ id: row.id, object: "container.deleted", deleted: true });
    });
}
