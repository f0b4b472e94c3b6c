import { Hono } from "hono";
import { found } from "../found.ts";
import { jsonBody } from "../params.ts";
import { newQuestionSchema, type Questions } from "../questions.ts";
import type { Store } from "../store/store.ts";

/** `/threads/{thread}/queue`, an addition: questions that are asked at once, or wait for the run that works. */
export function queueRoutes(store: Store, questions: Questions) {
  const check = (id: string): string => found(store.objects.get("thread", id), "thread", id).id;
  return new Hono()
    .basePath("/:thread/queue")
    .get("/", (c) => c.json({ object: "list", data: questions.list(check(c.req.param("thread"))) }))
    .post("/", async (c) => {
      const threadId = check(c.req.param("thread"));
      const { id, run } = await questions.ask(threadId, await jsonBody(c, newQuestionSchema));
      return c.json({ id, object: "thread.question", thread_id: threadId, run_id: run?.id ?? null });
    })
    .post("/:question", async (c) => {
      return c.json(await questions.send(check(c.req.param("thread")), c.req.param("question")));
    })
    .delete("/:question", (c) => {
      const id = c.req.param("question");
      questions.remove(check(c.req.param("thread")), id);
      return c.json({ id, object: "thread.question.deleted", deleted: true });
    });
}
