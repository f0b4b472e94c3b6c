import { expect, it } from "vitest";
import type { LoggedEvent } from "../../src/domain/event.ts";
import { newRun } from "../../src/service/newRun.ts";
import { RunProjection } from "../../src/service/projection.ts";
import type { AssistantObject } from "../../src/service/wire.ts";

const ASSISTANT: AssistantObject = {
  id: "asst_1",
  object: "assistant",
  created_at: 1,
  name: null,
  description: null,
  model: "m",
  instructions: null,
  tools: [],
  tool_resources: {},
  metadata: {},
  temperature: 1,
  top_p: 1,
  response_format: "auto",
};
const RUN = newRun(
  ASSISTANT,
  "thread_1",
  { assistant_id: "asst_1", metadata: {}, parallel_tool_calls: true },
  1,
);

/** The run after these events, and what its streams tell of them. */
function after(...changes: LoggedEvent["change"][]) {
  const projection = new RunProjection(RUN);
  const names = changes.flatMap((change, index) => {
    const event = { threadId: "thread_1", seq: index + 1, at: 1000 * (index + 1), change };
    return projection.apply(event).stream.map((one) => one.event.replace("thread.run.", ""));
  });
  return { run: projection.run, names };
}

const runId = RUN.id;

it("keeps a run cancelled that its own process has not yet heard of", () => {
  const calls = [{ id: "call_1", name: "rate", arguments: "{}" }];
  const { run, names } = after(
    { type: "run.created", runId, assistantId: "asst_1", model: "m" },
    { type: "run.cancelling", runId },
    { type: "run.started", runId },
    { type: "calls.requested", runId, stepId: "step_1", calls },
  );
  expect(run).toMatchObject({ status: "cancelling", required_action: null, started_at: 3 });
  expect(names).not.toContain("in_progress");
  expect(names).not.toContain("requires_action");
});

it("ends whatever is open with the run", () => {
  const { run, names } = after(
    { type: "run.started", runId },
    { type: "text.started", runId, messageId: "msg_1", stepId: "step_1", images: [] },
    { type: "run.ended", runId, end: "expired" },
  );
  expect(run.status).toBe("expired");
  expect(names.slice(-3)).toEqual(["thread.message.incomplete", "step.expired", "expired"]);
});
