import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import { newRunSchema } from "../newRun.ts";
import { jsonBody, listOf, listQuery, newMetadataSchema } from "../params.ts";
import { streamRun } from "../runStream.ts";
import { eventStream } from "../sse.ts";
import { type RunParts, startRun } from "../startRun.ts";
import { transact } from "../store/database.ts";
import type { RunObject, RunStatus } from "../wire.ts";

const WORKING: ReadonlySet<RunStatus> = new Set(["queued", "in_progress", "cancelling"]);

const outputsSchema = z.object({
  tool_outputs: z.array(z.object({ tool_call_id: z.string(), output: z.string().default("") })),
  stream: z.boolean().nullish(),
});

/** `/threads/{thread}/runs` and their steps. */
export function runsRoutes(parts: RunParts) {
  const { store, log, runs } = parts;
  const checkThread = (id: string): string => found(store.objects.get("thread", id), "thread", id).id;
  const get = (threadId: string, id: string): RunObject => {
    const run = store.objects.get("thread.run", id);
    if (run === undefined) checkThread(threadId);
    return runs.current(found(run?.thread_id === threadId ? run : undefined, "thread.run", id));
  };
  return new Hono()
    .basePath("/:thread/runs")
    .post("/", async (c) => {
      const threadId = checkThread(c.req.param("thread"));
      const body = await jsonBody(c, newRunSchema);
      const { additional_instructions: instructions, additional_messages: messages } = body;
      const run = await startRun(parts, threadId, body, { instructions, messages });
      if (body.stream !== true) return c.json(run);
      return eventStream(c.req.raw, (signal) => streamRun(log, run, signal));
    })
    .get("/", (c) => {
      const threadId = checkThread(c.req.param("thread"));
      return c.json(listOf(store.objects, "thread.run", { ...listQuery(c), threadId }));
    })
    .get("/:run", (c) => c.json(get(c.req.param("thread"), c.req.param("run"))))
    .post("/:run", async (c) => {
      const { metadata } = await jsonBody(c, z.object({ metadata: newMetadataSchema }));
      return transact(store.db, () => {
        const run = get(c.req.param("thread"), c.req.param("run"));
        if (WORKING.has(run.status)) {
          throw new ApiError(400, `Cannot update run with status '${run.status}'.`);
        }
        const changed = { ...run, metadata: metadata ?? run.metadata };
        store.objects.put(changed);
        return c.json(changed);
      });
    })
    .post("/:run/cancel", (c) => c.json(runs.cancel(get(c.req.param("thread"), c.req.param("run")))))
    .post("/:run/submit_tool_outputs", async (c) => {
      const run = get(c.req.param("thread"), c.req.param("run"));
      const body = await jsonBody(c, outputsSchema);
      const outputs = body.tool_outputs.map(({ tool_call_id: id, output }) => ({ id, output }));
      const seq = runs.answer(run, outputs);
      if (body.stream !== true) return c.json({ ...run, status: "queued", required_action: null });
      return eventStream(c.req.raw, (signal) => streamRun(log, run, signal, { seq }));
    })
    .get("/:run/steps", (c) => {
      const { id: runId } = get(c.req.param("thread"), c.req.param("run"));
      return c.json(listOf(store.objects, "thread.run.step", { ...listQuery(c), runId }));
    })
    .get("/:run/steps/:step", (c) => {
      const run = get(c.req.param("thread"), c.req.param("run"));
      const id = c.req.param("step");
      const step = store.objects.get("thread.run.step", id);
      return c.json(found(step?.run_id === run.id ? step : undefined, "thread.run.step", id));
    });
}
