import type { RunSubmitToolOutputsParams } from "openai/resources/beta/threads/runs/runs";
import { expect, it } from "vitest";
import { call, cell, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, type LabOptions, openLab, refusal, refused, tools } from "./lab.ts";
import { faultsOf } from "./schemas.ts";

const RATE = {
  type: "function" as const,
  function: {
    name: "exchange_rate",
    description: "What a currency costs.",
    parameters: { type: "object", properties: { currency: { type: "string" } } },
  },
};
const ANSWER = "One euro is 1.1 dollars.";

async function openRateLab(options: LabOptions = {}) {
  const lab = await openLab({
    answers: [[say("I ask."), call("exchange_rate", '{"currency":"EUR"}')], [say(ANSWER)]],
    ...options,
  });
  const { id } = await lab.openai.beta.assistants.create({ model: "m", tools: [...tools, RATE] });
  return { ...lab, assistantId: id };
}

/** A run that waits for its client. */
async function startWaiting(lab: Awaited<ReturnType<typeof openRateLab>>) {
  const threadId = await lab.question("What is a euro?");
  const run = await lab.threads.runs.create(threadId, { assistant_id: lab.assistantId });
  return waiting(lab, run);
}

async function waiting(lab: Lab, { id, thread_id }: { id: string; thread_id: string }) {
  return lab.threads.runs.poll(id, { thread_id }, { pollIntervalMs: 5 });
}

function outputsFor(callIds: readonly string[]): RunSubmitToolOutputsParams.ToolOutput[] {
  return callIds.map((tool_call_id) => ({ tool_call_id, output: "1.1" }));
}

it("asks the client for what a function gives, and answers with it", async () => {
  const lab = await openRateLab();
  const run = await startWaiting(lab);
  expect(faultsOf("RunObject", run)).toEqual([]);
  expect(run.status).toBe("requires_action");
  const calls = run.required_action?.submit_tool_outputs.tool_calls ?? [];
  expect(calls).toEqual([
    {
      id: expect.stringMatching(/^call_/),
      type: "function",
      function: { name: "exchange_rate", arguments: '{"currency":"EUR"}' },
    },
  ]);
  expect(lab.model.requests[0]?.functions).toEqual([RATE.function]);

  const { id, thread_id } = run;
  const tool_outputs = outputsFor(calls.map((one) => one.id));
  const queued = await lab.threads.runs.submitToolOutputs(id, { thread_id, tool_outputs });
  expect(queued).toMatchObject({ status: "queued", required_action: null });
  const ended = await lab.ended(run);
  expect(ended).toMatchObject({ status: "completed", required_action: null });
  expect(lab.model.requests[1]?.turns.at(-1)).toMatchObject({
    role: "assistant",
    text: "I ask.",
    calls: [{ id: calls[0]?.id, name: "exchange_rate", output: "1.1" }],
  });

  const steps = await lab.stepsOf(ended);
  for (const step of steps) expect(faultsOf("RunStepObject", step)).toEqual([]);
  expect(steps.map(({ type, status }) => [type, status])).toEqual([
    ["message_creation", "completed"],
    ["tool_calls", "completed"],
    ["message_creation", "completed"],
  ]);
  expect(steps[1]?.step_details).toMatchObject({
    tool_calls: [{ type: "function", function: { name: "exchange_rate", output: "1.1" } }],
  });
});

it("remembers calls and outputs in the thread's next run", async () => {
  const lab = await openRateLab({
    answers: [[call("exchange_rate", "{}")], [say(ANSWER)], [say("As I said.")]],
  });
  const run = await startWaiting(lab);
  await submit(lab, run);
  await lab.ended(run);
  await lab.threads.messages.create(run.thread_id, { role: "user", content: "Sure?" });
  await lab.run(run.thread_id);
  expect(lab.model.requests[2]?.turns).toMatchObject([
    { role: "user" },
    { role: "assistant", cells: [], calls: [{ name: "exchange_rate", output: "1.1" }] },
    { role: "assistant", text: ANSWER },
    { role: "user", text: "Sure?" },
  ]);
});

it("streams up to the call, and from the outputs on", async () => {
  const lab = await openRateLab();
  const { runs } = lab.threads;
  const threadId = await lab.question();
  const first = runs.stream(threadId, { assistant_id: lab.assistantId });
  const before: string[] = [];
  for await (const event of first) {
    before.push(event.event.replace("thread.", ""));
    expect(faultsOf("AssistantStreamEvent", event)).toEqual([]);
  }
  expect(before.slice(-5)).toEqual([
    "run.step.created",
    "run.step.in_progress",
    "run.step.delta",
    "run.step.delta",
    "run.requires_action",
  ]);
  const run = await first.finalRun();
  expect(run.status).toBe("requires_action");
  expect(await first.finalRunSteps()).toMatchObject([
    { type: "message_creation", status: "completed" },
    { type: "tool_calls", status: "in_progress" },
  ]);

  const tool_outputs = outputsFor(callIdsOf(run));
  const second = runs.submitToolOutputsStream(run.id, { thread_id: threadId, tool_outputs });
  const after: string[] = [];
  for await (const event of second) after.push(event.event.replace("thread.", ""));
  expect(after.slice(0, 3)).toEqual(["run.step.completed", "run.queued", "run.in_progress"]);
  expect(after.at(-1)).toBe("run.completed");
  expect(await second.finalRun()).toEqual(await lab.retrieve(run));
  expect(await second.finalMessages()).toMatchObject([{ content: [{ text: { value: ANSWER } }] }]);
});

it("runs cells and calls functions in one answer", async () => {
  const lab = await openRateLab({
    answers: [[cell("work()"), call("exchange_rate", "{}"), call("exchange_rate", "{}")], [say(ANSWER)]],
    python: { "work()": (python) => python.print("out") },
  });
  const run = await startWaiting(lab);
  expect(callIdsOf(run)).toHaveLength(2);
  await submit(lab, run);
  expect(await lab.ended(run)).toMatchObject({ status: "completed" });
  expect(lab.model.requests[1]?.turns.slice(1)).toMatchObject([
    { role: "assistant", cells: [{ code: "work()" }], calls: [{ output: "1.1" }, { output: "1.1" }] },
    { role: "cell", outputs: [{ text: "out" }] },
  ]);
});

it("tells the model itself that a function does not exist", async () => {
  const lab = await openRateLab({ answers: [[call("weather", "{}")], [say("I cannot.")]] });
  const run = await startWaiting(lab);
  expect(run.status).toBe("completed");
  expect(lab.model.requests[1]?.turns.at(-1)).toMatchObject({
    calls: [{ output: 'There is no function "weather".' }],
  });
});

it("does not let a model ask for ever for functions that do not exist", async () => {
  const lab = await openRateLab({
    answers: Array.from({ length: 9 }, () => [call("weather", "{}")]),
    limits: { maxCells: 2 },
  });
  expect((await startWaiting(lab)).status).toBe("incomplete");
  expect(lab.model.requests).toHaveLength(3);
});

it("refuses outputs that are not those asked for, and those that nobody asked for", async () => {
  const lab = await openRateLab({
    answers: [[call("exchange_rate", "{}"), call("exchange_rate", "{}")], [thinkOn]],
  });
  const { runs } = lab.threads;
  const run = await startWaiting(lab);
  const { id, thread_id } = run;
  const [one = "", two = ""] = callIdsOf(run);
  const incomplete = runs.submitToolOutputs(id, { thread_id, tool_outputs: outputsFor([one]) });
  expect(await refusal(incomplete)).toEqual(
    refused(400, `Expected tool outputs for call_ids ['${one}', '${two}'], got ['${one}']`, {
      param: "tool_outputs",
    }),
  );
  const strange = runs.submitToolOutputs(id, { thread_id, tool_outputs: outputsFor([one, "call_x"]) });
  expect(await refusal(strange)).toMatchObject({ status: 400 });

  await submit(lab, run);
  await lab.eventsUntil(thread_id, ({ type }) => type === "run.started");
  expect(await refusal(submit(lab, run))).toEqual(
    refused(400, 'Runs in status "in_progress" do not accept tool outputs.'),
  );
  await runs.cancel(id, { thread_id });
  await lab.ended(run);
});

it("keeps its thread locked while it waits, and can be cancelled", async () => {
  const lab = await openRateLab();
  const run = await startWaiting(lab);
  const { id, thread_id } = run;
  const adding = lab.threads.messages.create(thread_id, { role: "user", content: "?" });
  expect(await refusal(adding)).toMatchObject({ status: 400 });
  expect(await lab.threads.runs.cancel(id, { thread_id })).toMatchObject({ status: "cancelling" });
  const ended = await lab.ended(run);
  expect(ended).toMatchObject({ status: "cancelled", required_action: null });
  expect((await lab.stepsOf(ended)).at(-1)).toMatchObject({ type: "tool_calls", status: "cancelled" });
});

it("takes the outputs from another process on the same data", async () => {
  const lab = await openRateLab();
  const run = await startWaiting(lab);
  const other = await openLab({ folder: lab.folder });
  await submit(other, run);
  expect(await lab.ended(run)).toMatchObject({ status: "completed" });
  expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual([
    "completed",
    "completed",
    "completed",
  ]);
  expect(await refusal(submit(other, run))).toEqual(
    refused(400, 'Runs in status "completed" do not accept tool outputs.'),
  );
});

it("expires when nobody answers", async () => {
  const lab = await openRateLab({ limits: { runTimeoutMs: 100 } });
  const run = await lab.ended(await startWaiting(lab));
  expect(run).toMatchObject({ status: "expired", required_action: null });
  const step = (await lab.stepsOf(run)).at(-1);
  expect(step).toMatchObject({ status: "expired", cancelled_at: null });
  expect(step?.expired_at).not.toBeNull();
});

it("offers the model neither functions nor Python where the run says so", async () => {
  const lab = await openRateLab({ answers: [[say("Just words.")]] });
  const threadId = await lab.question();
  const run = await lab.threads.runs.create(threadId, {
    assistant_id: lab.assistantId,
    tool_choice: "none",
  });
  await lab.ended(run);
  expect(lab.model.requests[0]).toMatchObject({ mayRunCode: false });
  expect(lab.model.requests[0]).not.toHaveProperty("functions");
});

function callIdsOf({ required_action: action }: Awaited<ReturnType<typeof startWaiting>>): string[] {
  return action?.submit_tool_outputs.tool_calls.map(({ id }) => id) ?? [];
}

async function submit(lab: Lab, run: Awaited<ReturnType<typeof startWaiting>>) {
  const { id, thread_id } = run;
  return lab.threads.runs.submitToolOutputs(id, { thread_id, tool_outputs: outputsFor(callIdsOf(run)) });
}
