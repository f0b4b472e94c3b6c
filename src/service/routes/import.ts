import { Hono } from "hono";
import { importThread } from "../import/importThread.ts";
import { importSchema } from "../import/request.ts";
import { jsonBody } from "../params.ts";
import type { RunParts } from "../startRun.ts";

/** `/threads/import`, an addition: brings a thread here that was exported from another service. */
export function importRoutes(parts: RunParts): Hono {
  return new Hono().post("/import", async (c) =>
    c.json(await importThread(parts, await jsonBody(c, importSchema))),
  );
}
