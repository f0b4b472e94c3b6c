import { Hono } from "hono";
import { found } from "../found.ts";
import type { RunParts } from "../startRun.ts";

/** `/threads/{thread}/session`, an addition: the Python session of a thread, which lives in one process. */
export function sessionRoutes({ store, runs, runner }: RunParts) {
  const check = (id: string): string => found(store.objects.get("thread", id), "thread", id).id;
  return new Hono()
    .basePath("/:thread/session")
    .get("/", (c) => c.json(runner.session(check(c.req.param("thread")))))
    .delete("/", async (c) => {
      const id = check(c.req.param("thread"));
      runs.assertIdle(id, (run) => `Can't end the session of ${id} while a run ${run} is active.`);
      await runner.endSession(id);
      return c.json({ id, object: "thread.session.deleted", deleted: true });
    })
    .post("/interrupt", (c) => {
      const id = check(c.req.param("thread"));
      return c.json({ id: runs.interrupt(id), object: "thread.cell", interrupted: true });
    });
}
