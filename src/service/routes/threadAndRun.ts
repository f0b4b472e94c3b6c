import { Hono } from "hono";
import { newThreadAndRunSchema } from "../newRun.ts";
import { jsonBody } from "../params.ts";
import { streamRun } from "../runStream.ts";
import { eventStream } from "../sse.ts";
import { assistantOf, type RunParts, startRun } from "../startRun.ts";
import { assertResources, createThread, deleteThread, newThreadSchema } from "../threads.ts";

/** `/threads/runs`: a thread and a run on it at once. */
export function threadAndRunRoutes(parts: RunParts): Hono {
  const { store, log } = parts;
  return new Hono().post("/runs", async (c) => {
    const body = await jsonBody(c, newThreadAndRunSchema);
    assistantOf(parts, body.assistant_id);
    assertResources(store, body.tool_resources ?? {});
    const thread = await createThread(parts, body.thread ?? newThreadSchema.parse({}));
    const run = await startRun(parts, thread.id, body, { resources: body.tool_resources }).catch(
      async (error: unknown) => {
        await deleteThread(parts, thread.id, () => {});
        throw error;
      },
    );
    if (body.stream !== true) return c.json(run);
    return eventStream(c.req.raw, (signal) => streamRun(log, run, signal, { thread }));
  });
}
