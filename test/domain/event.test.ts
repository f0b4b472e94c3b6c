import { expect, it } from "vitest";
import { loggedEventSchema } from "../../src/domain/event.ts";

const run = { runId: "run_1" };

// As logs have them that were written before events could tell more; they stay readable.
it.each([
  { type: "thread.created" },
  { type: "message.added", message: { id: "m", role: "user", text: "?", files: [], metadata: {} } },
  { type: "run.created", ...run, assistantId: "asst_1", model: "default" },
  { type: "run.started", ...run },
  { type: "session.opened", ...run, runtime: "Python", isolation: [], renewed: false },
  { type: "text.done", ...run, messageId: "m", text: "", files: [] },
  { type: "cell.done", ...run, cellId: "c", end: "ok", durationMs: 1, files: [] },
  { type: "run.ended", ...run, end: "completed" },
])("reads $type of an old log", (change) => {
  const event = { threadId: "thread_1", seq: 1, at: 1, change };
  expect(loggedEventSchema.parse(event)).toEqual(event);
});
