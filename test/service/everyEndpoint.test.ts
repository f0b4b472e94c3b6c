import { expect, it } from "vitest";
import { call, cell, say } from "../fakes/scriptedModel.ts";
import { DOORS } from "./doors.ts";
import { openLab, tools } from "./lab.ts";

it.each(Object.keys(DOORS))("%s: every endpoint does its part", async (door) => {
  const lab = await openLab({
    answers: [
      ...[[cell("1")], [say("One.")], [say("Two.")], [say("Three.")]],
      ...[[call("rate", "{}")], [say("1.1 dollars.")]],
      [cell("wait")],
    ],
    python: { "1": (python) => python.print("1\n"), wait: (python) => waitForEnd(python) },
  });
  const openai = await DOORS[door]!(lab);
  const { files, beta } = openai;
  const { assistants, threads } = beta;

  const file = await files.create({ file: new File(["a,b\n1,2\n"], "표.csv"), purpose: "assistants" });
  expect((await files.retrieve(file.id)).filename).toBe("표.csv");
  expect((await files.list()).data.map(({ id }) => id)).toEqual([file.id]);
  expect(await (await files.content(file.id)).text()).toBe("a,b\n1,2\n");

  const { id: assistant_id } = await assistants.create({
    model: "gpt-4-1106-preview",
    tools,
    tool_resources: { code_interpreter: { file_ids: [file.id] } },
  });
  expect((await assistants.update(assistant_id, { name: "Mathematician" })).name).toBe("Mathematician");
  expect((await assistants.retrieve(assistant_id)).name).toBe("Mathematician");
  expect((await assistants.list()).data).toHaveLength(1);

  const { id: thread_id } = await threads.create({ messages: [{ role: "user", content: "Count" }] });
  expect((await threads.update(thread_id, { metadata: { of: "test" } })).metadata).toEqual({ of: "test" });
  expect((await threads.retrieve(thread_id)).metadata).toEqual({ of: "test" });
  const message = await threads.messages.create(thread_id, { role: "user", content: "again" });
  expect((await threads.messages.update(message.id, { thread_id, metadata: { a: "b" } })).metadata).toEqual({
    a: "b",
  });
  expect((await threads.messages.retrieve(message.id, { thread_id })).metadata).toEqual({ a: "b" });

  const run = await threads.runs.createAndPoll(thread_id, { assistant_id }, { pollIntervalMs: 20 });
  expect(run.status).toBe("completed");
  const [step] = (await threads.runs.steps.list(run.id, { thread_id, order: "asc" })).data;
  expect((await threads.runs.steps.retrieve(step!.id, { thread_id, run_id: run.id })).type).toBe(
    "tool_calls",
  );
  expect((await threads.runs.update(run.id, { thread_id, metadata: { c: "d" } })).metadata).toEqual({
    c: "d",
  });
  const streamed = await threads.runs.stream(thread_id, { assistant_id }).finalRun();
  expect(streamed.status).toBe("completed");
  expect((await threads.runs.list(thread_id)).data).toHaveLength(2);
  expect((await threads.messages.list(thread_id)).data).toHaveLength(4);

  const both = await threads.createAndRunPoll({ assistant_id }, { pollIntervalMs: 20 });
  expect([both.status, (await threads.runs.list(both.thread_id)).data.length]).toEqual(["completed", 1]);
  const asking = await threads.runs.createAndPoll(
    thread_id,
    { assistant_id, tools: [{ type: "function", function: { name: "rate" } }] },
    { pollIntervalMs: 20 },
  );
  const calls = asking.required_action?.submit_tool_outputs.tool_calls ?? [];
  const answered = await threads.runs.submitToolOutputsAndPoll(
    asking.id,
    { thread_id, tool_outputs: calls.map(({ id }) => ({ tool_call_id: id, output: "1.1" })) },
    { pollIntervalMs: 20 },
  );
  expect([asking.status, calls.length, answered.status]).toEqual(["requires_action", 1, "completed"]);
  const endless = await threads.runs.create(thread_id, { assistant_id });
  await lab.eventsUntil(thread_id, (change) => change.type === "cell.running" && change.runId === endless.id);
  expect((await threads.runs.cancel(endless.id, { thread_id })).status).toBe("cancelling");
  expect((await lab.ended(endless)).status).toBe("cancelled");

  expect((await threads.messages.delete(message.id, { thread_id })).deleted).toBe(true);
  expect((await threads.delete(thread_id)).deleted).toBe(true);
  expect((await assistants.delete(assistant_id)).deleted).toBe(true);
  expect((await files.delete(file.id)).deleted).toBe(true);
});

async function waitForEnd({ signal }: { signal: AbortSignal | undefined }) {
  await new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }));
  return { end: "stopped" as const };
}
