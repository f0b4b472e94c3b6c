import { Hono } from "hono";
import { z } from "zod";
import { found } from "../found.ts";
import { pageOf } from "../page.ts";
import { jsonBody, listQuery, queryOf } from "../params.ts";
import { createResponse } from "../responses/createResponse.ts";
import { includesOf } from "../responses/includes.ts";
import { countTokens } from "../responses/countTokens.ts";
import { newResponseSchema, tokenCountSchema } from "../responses/newResponse.ts";
import { currentResponse, endedResponse, streamResponse, viewOf } from "../responses/reader.ts";
import type { ResponseRow } from "../responses/wire.ts";
import { hasEnded } from "../runLog.ts";
import { eventStream } from "../sse.ts";
import type { RunParts } from "../startRun.ts";

const retrieveSchema = z.object({
  stream: z.enum(["true", "false"]).optional(),
  starting_after: z.coerce.number().int().nonnegative().optional(),
});

/** `/responses` */
export function responsesRoutes(parts: RunParts): Hono {
  const { store } = parts;
  const get = (id: string): ResponseRow => {
    const row = store.objects.get("response", id);
    return found(row?.deleted === true ? undefined : row, "response", id);
  };
  return new Hono()
    .post("/", async (c) => {
      const { signal } = c.req.raw;
      const body = await jsonBody(c, newResponseSchema);
      const row = await createResponse(parts, body, signal);
      const view = viewOf(store, body.include ?? []);
      if (body.stream === true) {
        return eventStream(c.req.raw, (left) => streamResponse(parts, row, view, -1, left));
      }
      if (body.background === true) return c.json(currentResponse(parts, row, view));
      return c.json(await endedResponse(parts, row, view, signal));
    })
    .post("/input_tokens", async (c) => {
      const body = await jsonBody(c, tokenCountSchema);
      const input_tokens = await countTokens(parts, body, c.req.raw.signal);
      return c.json({ object: "response.input_tokens", input_tokens });
    })
    .post("/:id/cancel", async (c) => {
      const row = get(c.req.param("id"));
      cancel(parts, row);
      return c.json(await endedResponse(parts, row, viewOf(store, []), c.req.raw.signal));
    })
    .delete("/:id", (c) => {
      const row = get(c.req.param("id"));
      store.objects.put({ ...row, deleted: true });
      return c.json({ id: row.id, object: "response", deleted: true });
    })
    .get("/:id/input_items", (c) => c.json(pageOf(get(c.req.param("id")).input, listQuery(c))))
    .get("/:id", (c) => {
      const row = get(c.req.param("id"));
      const { stream, starting_after: after = -1 } = queryOf(c, retrieveSchema);
      const view = viewOf(store, includesOf(c));
      if (stream !== "true") return c.json(currentResponse(parts, row, view));
      return eventStream(c.req.raw, (left) => streamResponse(parts, row, view, after, left));
    });
}

/** Cancels it unless it has ended: to do so twice is no mistake. */
function cancel({ store, runs }: RunParts, { run_id: runId }: ResponseRow): void {
  const run = store.objects.get("thread.run", runId);
  if (run === undefined) return;
  const now = runs.current(run);
  if (now.status !== "cancelling" && !hasEnded(now)) runs.cancel(now);
}
