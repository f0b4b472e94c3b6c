import { Hono } from "hono";
import { z } from "zod";
import { newId } from "../../base/ids.ts";
import type { EventLog } from "../eventLog.ts";
import { found, jsonBody, listOf, listQuery, metadataSchema } from "../params.ts";
import type { Runs } from "../runs.ts";
import { streamRun } from "../runStream.ts";
import { eventStream } from "../sse.ts";
import type { Store } from "../store/store.ts";
import { type AssistantObject, type RunObject, seconds } from "../wire.ts";

const createSchema = z.object({
  assistant_id: z.string(),
  model: z.string().nullish(),
  instructions: z.string().max(256_000).nullish(),
  additional_instructions: z.string().max(256_000).nullish(),
  metadata: metadataSchema,
  stream: z.boolean().nullish(),
});
type CreateRun = z.infer<typeof createSchema>;

/** `/threads/{thread}/runs` and their steps. */
export function runsRoutes(store: Store, log: EventLog, runs: Runs, now: () => number) {
  const get = (threadId: string, id: string): RunObject => {
    const run = store.objects.get("thread.run", id);
    return found(run?.thread_id === threadId ? run : undefined, "thread.run", id);
  };
  return new Hono()
    .basePath("/:thread/runs")
    .post("/", async (c) => {
      const threadId = c.req.param("thread");
      found(store.objects.get("thread", threadId), "thread", threadId);
      const body = await jsonBody(c, createSchema);
      const assistant = store.objects.get("assistant", body.assistant_id);
      const run = newRun(found(assistant, "assistant", body.assistant_id), threadId, body, seconds(now()));
      runs.start(run, body.additional_instructions ?? "");
      if (body.stream !== true) return c.json(run);
      return eventStream(c.req.raw, (signal) => streamRun(log, run, signal));
    })
    .get("/", (c) => {
      const threadId = c.req.param("thread");
      found(store.objects.get("thread", threadId), "thread", threadId);
      return c.json(listOf(store.objects.list("thread.run", { ...listQuery(c), threadId })));
    })
    .get("/:run", (c) => c.json(get(c.req.param("thread"), c.req.param("run"))))
    .post("/:run/cancel", (c) => c.json(runs.cancel(get(c.req.param("thread"), c.req.param("run")))))
    .get("/:run/steps", (c) => {
      const { id: runId } = get(c.req.param("thread"), c.req.param("run"));
      return c.json(listOf(store.objects.list("thread.run.step", { ...listQuery(c), runId })));
    })
    .get("/:run/steps/:step", (c) => {
      const run = get(c.req.param("thread"), c.req.param("run"));
      const id = c.req.param("step");
      const step = store.objects.get("thread.run.step", id);
      return c.json(found(step?.run_id === run.id ? step : undefined, "thread.run.step", id));
    });
}

function newRun(assistant: AssistantObject, threadId: string, body: CreateRun, at: number): RunObject {
  return {
    id: newId("run"),
    object: "thread.run",
    created_at: at,
    thread_id: threadId,
    assistant_id: assistant.id,
    status: "queued",
    required_action: null,
    last_error: null,
    expires_at: at + 600,
    started_at: null,
    cancelled_at: null,
    failed_at: null,
    completed_at: null,
    incomplete_details: null,
    model: body.model ?? assistant.model,
    instructions: body.instructions ?? assistant.instructions ?? "",
    tools: assistant.tools,
    metadata: body.metadata,
    usage: null,
    temperature: 1,
    top_p: 1,
    max_prompt_tokens: null,
    max_completion_tokens: null,
    truncation_strategy: { type: "auto", last_messages: null },
    tool_choice: "auto",
    parallel_tool_calls: true,
    response_format: "auto",
  };
}
