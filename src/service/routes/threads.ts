import { Hono } from "hono";
import { z } from "zod";
import { found } from "../found.ts";
import { Mounts } from "../mounts.ts";
import { jsonBody, newMetadataSchema } from "../params.ts";
import type { RunParts } from "../startRun.ts";
import { assertResources, createThread, deleteThread, fileIdsOf, newThreadSchema } from "../threads.ts";
import { fileIdsSchema, resourcesOf, toolResourcesSchema } from "../tools.ts";
import type { ThreadObject, ToolResources } from "../wire.ts";

const modifySchema = z.object({
  tool_resources: toolResourcesSchema,
  file_ids: fileIdsSchema.nullish(),
  metadata: newMetadataSchema,
});

/** `/threads` */
export function threadsRoutes(parts: RunParts): Hono {
  const { store, runs } = parts;
  const get = (id: string): ThreadObject => found(store.objects.get("thread", id), "thread", id);
  return new Hono()
    .post("/", async (c) => c.json(await createThread(parts, await jsonBody(c, newThreadSchema))))
    .get("/:thread", (c) => c.json(get(c.req.param("thread"))))
    .post("/:thread", async (c) => {
      const { id } = get(c.req.param("thread"));
      const { metadata, tool_resources, file_ids } = await jsonBody(c, modifySchema);
      const isAboutFiles = tool_resources !== undefined || file_ids !== undefined;
      const resources = isAboutFiles ? resourcesOf(tool_resources, file_ids) : undefined;
      return c.json(
        await modify(parts, id, {
          ...(metadata === undefined ? {} : { metadata }),
          ...(resources === undefined ? {} : { tool_resources: resources }),
        }),
      );
    })
    .delete("/:thread", async (c) => {
      const { id } = get(c.req.param("thread"));
      await deleteThread(parts, id, () =>
        runs.assertIdle(id, (run) => `Can't delete ${id} while a run ${run} is active.`),
      );
      return c.json({ id, object: "thread.deleted", deleted: true });
    });
}

async function modify(
  { store, log, now }: RunParts,
  id: string,
  changes: { metadata?: ThreadObject["metadata"]; tool_resources?: ToolResources },
): Promise<ThreadObject> {
  const mounts = new Mounts(store, id);
  try {
    assertResources(store, changes.tool_resources ?? {});
    for (const fileId of fileIdsOf(changes.tool_resources ?? {})) await mounts.add(fileId);
    return log.atOnce(id, () => {
      // Copying takes time: by now the thread may be another, or gone.
      const before = found(store.objects.get("thread", id), "thread", id);
      const thread = { ...before, ...changes };
      const title = thread.metadata["title"] ?? "";
      if (title !== (before.metadata["title"] ?? "")) log.append(id, { type: "thread.renamed", title });
      store.objects.put(thread);
      mounts.record(now());
      return thread;
    });
  } catch (error) {
    await mounts.undo();
    throw error;
  }
}
