import { expect, it } from "vitest";
import type { LoggedEvent } from "../../../src/domain/event.ts";
import { askedFields, newResponseSchema } from "../../../src/service/responses/newResponse.ts";
import { ResponseProjection } from "../../../src/service/responses/projection.ts";

const runId = "run_1";

/** The response after these events, and the names of its own. */
function after(...changes: LoggedEvent["change"][]) {
  const row = {
    id: "resp_1",
    object: "response" as const,
    thread_id: "thread_1",
    run_id: runId,
    created_at: 1,
    container_id: "cntr_1",
    input: [],
    asked: askedFields(newResponseSchema.parse({ model: "m", input: "?" })),
    deleted: false,
  };
  const projection = new ResponseProjection(row, { withOutputs: true, addressOf: () => null });
  const names = changes.flatMap((change, index) => {
    const event = { threadId: "thread_1", seq: index + 1, at: 1000 * (index + 1), change };
    return projection.apply(event).map(({ type }) => type.replace("response.", ""));
  });
  return { response: projection.response, names };
}

const cell = { runId, cellId: "call_1" };
const created = { type: "run.created" as const, runId, assistantId: "", model: "m" };

it("fails when its time is over, and ends whatever is open", () => {
  const { response, names } = after(
    created,
    { type: "run.started", runId },
    { type: "text.started", runId, messageId: "msg_1", stepId: "step_1", images: [] },
    { type: "text.delta", runId, messageId: "msg_1", delta: "Half " },
    { type: "run.ended", runId, end: "expired" },
  );
  expect(response).toMatchObject({
    status: "failed",
    completed_at: null,
    error: { code: "server_error", message: expect.stringContaining("ask again") },
    output: [{ status: "incomplete", content: [{ text: "Half " }] }],
  });
  expect(names.slice(-2)).toEqual(["output_item.done", "failed"]);
});

it("goes on behind a cell that a person interrupted, and one that never ran", () => {
  const stopped = { type: "cell.done" as const, ...cell, end: "stopped" as const, durationMs: 1, files: [] };
  const { response, names } = after(
    created,
    { type: "cell.started", ...cell, stepId: "step_1" },
    { type: "cell.running", ...cell, code: "loop()" },
    { type: "cell.output", ...cell, output: { kind: "stream", name: "stdout", text: "going\n" } },
    stopped,
    { type: "cell.started", ...cell, cellId: "call_2", stepId: "step_2" },
    { ...stopped, cellId: "call_2" },
    { type: "run.ended", runId, end: "completed" },
  );
  expect(response).toMatchObject({
    status: "completed",
    output: [
      { status: "incomplete", code: "loop()", outputs: [{ logs: "going\n" }] },
      { status: "incomplete", code: "", outputs: [] },
    ],
  });
  expect(names).not.toContain("code_interpreter_call.completed");
});

it("leaves out a picture that is gone", () => {
  const file = { id: "file-1", name: "plot.png", bytes: 1, mime: "image/png" };
  const { response } = after(
    created,
    { type: "cell.started", ...cell, stepId: "step_1" },
    { type: "cell.running", ...cell, code: "plot()" },
    { type: "cell.output", ...cell, output: { kind: "image", file, alt: "" } },
    { type: "cell.done", ...cell, end: "ok", durationMs: 1, files: [] },
  );
  expect(response.output).toMatchObject([{ status: "completed", outputs: [] }]);
});

it("says when the model had too many requests", () => {
  const rateLimited = { code: "rate_limit_exceeded", message: "Too many requests." };
  const { response } = after(created, { type: "run.ended", runId, end: "failed", error: rateLimited });
  expect(response.error).toEqual(rateLimited);
});
