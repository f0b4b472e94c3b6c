import type { AssistantStreamEvent } from "openai/resources/beta/assistants";
import type { RunStep } from "openai/resources/beta/threads/runs/steps";
import { expect, it } from "vitest";
import { cell, fail, say } from "../fakes/scriptedModel.ts";
import { type Lab, type LabOptions, openLab } from "./lab.ts";

const STORY: LabOptions = {
  answers: [[say("I ", "look."), cell("work()")], [say("It is ", "[here](sandbox:/mnt/data/a.csv).")]],
  python: {
    "work()": async (python) => {
      python.print("one\n");
      python.show("Plot");
      python.print("two\n");
      await python.write("a.csv", "x");
    },
  },
};

it("sends the events of a run in the API's order", async () => {
  const lab = await openLab(STORY);
  const events = await streamed(lab);
  expect(outline(events)).toEqual([
    "run.created",
    "run.queued",
    "run.in_progress",
    "run.step.created",
    "run.step.in_progress",
    "message.created",
    "message.in_progress",
    "message.delta",
    "message.completed",
    "run.step.completed",
    "run.step.created",
    "run.step.in_progress",
    "run.step.delta begin",
    "run.step.delta input",
    "run.step.delta logs 0",
    "run.step.delta image 1",
    "run.step.delta logs 2",
    "run.step.completed",
    "run.step.created",
    "run.step.in_progress",
    "message.created",
    "message.in_progress",
    "message.delta",
    "message.completed",
    "run.step.completed",
    "run.completed",
  ]);
});

it("begins a step empty and a call with its id, which is not repeated", async () => {
  const lab = await openLab(STORY);
  const events = await streamed(lab);
  const created = events.filter(({ event }) => event === "thread.run.step.created");
  expect(created[1]?.data).toMatchObject({ type: "tool_calls", step_details: { tool_calls: [] } });
  const calls = events.flatMap(callsOf);
  expect(calls[0]).toEqual({
    index: 0,
    id: expect.stringMatching(/^call_/),
    type: "code_interpreter",
    code_interpreter: { input: "", outputs: [] },
  });
  for (const call of calls.slice(1)) expect(call).not.toHaveProperty("id");
});

it("lets the SDK's helper build what a GET gives afterwards", async () => {
  const lab = await openLab({
    ...STORY,
    // Two cells in one answer: the second is not written piece by piece.
    answers: [[say("I ", "look."), cell("work()"), cell("more()")], ...STORY.answers!.slice(1)],
    python: { ...STORY.python, "more()": (python) => python.print("three\n") },
  });
  const stream = lab.threads.runs.stream(await lab.question(), { assistant_id: await lab.assistant() });
  const built = new Map<string, RunStep>();
  stream.on("runStepDelta", (_delta, snapshot) => built.set(snapshot.id, structuredClone(snapshot)));

  const run = await stream.finalRun();
  expect(run).toEqual(await lab.retrieve(run));
  const steps = await lab.stepsOf(run);
  expect(await stream.finalRunSteps()).toEqual(steps);
  expect(await stream.finalMessages()).toEqual(await lab.answersIn(run.thread_id));
  const cells = steps.filter(({ type }) => type === "tool_calls");
  expect(cells).toHaveLength(2);
  for (const { id, step_details } of cells) expect(built.get(id)?.step_details).toMatchObject(step_details);
});

it("ends with the run also when that failed", async () => {
  const lab = await openLab({ answers: [[say("I "), fail(new Error("The model is gone."))]] });
  const events = await streamed(lab);
  expect(outline(events).slice(-3)).toEqual(["message.incomplete", "run.step.failed", "run.failed"]);
});

it("is framed as server-sent events that end with [DONE]", async () => {
  const lab = await openLab({ answers: [[say("Hello.")]] });
  const body = { assistant_id: await lab.assistant(), stream: true };
  const path = `/threads/${await lab.question()}/runs`;
  const response = await lab.openai.post(path, { body, __binaryResponse: true });
  if (!(response instanceof Response)) throw new Error("not a raw response");
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const text = await response.text();
  expect(text).toMatch(/^event: thread\.run\.created\ndata: \{"id":"run_[^\n]*\}\n\n/);
  expect(text).toMatch(/\n\nevent: done\ndata: \[DONE\]\n\n$/);
});

async function streamed(lab: Lab): Promise<AssistantStreamEvent[]> {
  const stream = lab.threads.runs.stream(await lab.question(), { assistant_id: await lab.assistant() });
  const events: AssistantStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** Names of the events; pieces of one text, which may be cut anywhere, count as one. */
function outline(events: readonly AssistantStreamEvent[]): string[] {
  const names = events.map((event) =>
    [event.event.replace("thread.", ""), ...callsOf(event).map(partOf)].join(" "),
  );
  return names.filter((name, index) => !name.includes("delta") || name !== names[index - 1]);
}

function callsOf(event: AssistantStreamEvent) {
  if (event.event !== "thread.run.step.delta") return [];
  const details = event.data.delta.step_details;
  const calls = details?.type === "tool_calls" ? (details.tool_calls ?? []) : [];
  return calls.filter((call) => call.type === "code_interpreter");
}

function partOf({ id, code_interpreter }: ReturnType<typeof callsOf>[number]): string {
  if (id !== undefined) return "begin";
  const outputs = code_interpreter?.outputs?.map(({ type, index }) => `${type} ${index}`);
  return outputs?.join() ?? "input";
}
