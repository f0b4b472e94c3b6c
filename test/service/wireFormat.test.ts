import { expect, it } from "vitest";
import { call, cell, fail, say, thinkOn, usage } from "../fakes/scriptedModel.ts";
import { type Lab, openLab } from "./lab.ts";
import { faultsOf } from "./schemas.ts";
import { sdkFor } from "./serve.ts";

it("gives objects as the published description has them, at every stage of their lives", async () => {
  const lab = await openLab({
    answers: [
      [say("I look."), cell("work()"), usage(3, 4)],
      [cell("wrong()")],
      [say("See [it](sandbox:/mnt/data/a.csv).")],
      [say("Half a "), fail(new Error("The model is gone."))],
      [cell("work()"), cell("work()"), cell("work()"), cell("work()")],
      [thinkOn],
      [call("rate", "{}")],
      [say("Done.")],
    ],
    python: {
      "work()": async (python) => {
        python.print("out\n");
        python.show("Plot");
        await python.write("a.csv", "x");
      },
      "wrong()": (python) => python.raise("ValueError", "no"),
    },
    limits: { maxCells: 3 },
  });
  const faults = await tour(lab);
  expect(faults.wrong).toEqual([]);
  expect([...faults.seen].sort()).toEqual([
    "AssistantObject",
    "DeleteAssistantResponse",
    "DeleteFileResponse",
    "DeleteMessageResponse",
    "DeleteThreadResponse",
    "ListAssistantsResponse",
    "ListFilesResponse",
    "ListMessagesResponse",
    "ListRunStepsResponse",
    "ListRunsResponse",
    "MessageObject",
    "OpenAIFile",
    "RunObject",
    "RunStepObject",
    "ThreadObject",
  ]);
});

it("gives refusals as the published description has them", async () => {
  const lab = await openLab();
  for (const path of ["/threads/thread_none", "/threads/none", "/files?limit=x", "/nowhere"]) {
    const response = await lab.service.fetch(new Request(`http://interpreter.local/v1${path}`));
    expect(response.ok).toBe(false);
    expect(faultsOf("ErrorResponse", await response.json())).toEqual([]);
  }
});

it("gives the events of a stream as the published description has them", async () => {
  const lab = await openLab({
    answers: [[say("I look."), cell("work()")], [cell("wrong()")], [say("Done."), usage(1, 2)]],
    python: {
      "work()": (python) => {
        python.print("out\n");
        python.show("Plot");
      },
      "wrong()": (python) => python.raise("ValueError", "no"),
    },
  });
  const seen = new Set<string>();
  const stream = lab.threads.runs.stream(await lab.question(), { assistant_id: await lab.assistant() });
  for await (const event of stream) {
    seen.add(event.event);
    expect(faultsOf("AssistantStreamEvent", event)).toEqual([]);
  }
  expect(seen).toContain("thread.run.step.delta");
  expect(seen).toContain("thread.run.completed");
});

/** Asks for everything there is, and holds each answer to the schema of its kind. */
async function tour(lab: Lab): Promise<{ wrong: string[]; seen: Set<string> }> {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const { files, beta } = sdkFor(async (request) => {
    const response = await lab.service.fetch(request);
    // Before its first form the SDK fetches "data:," to learn what kind of fetch it has.
    if (request.url.startsWith("data:")) return response;
    const body: unknown = await response.clone().json();
    const name = schemaOf(request, body);
    seen.add(name);
    wrong.push(...faultsOf(name, body));
    return response;
  });
  const { assistants, threads } = beta;

  await files.list();
  await assistants.list();
  const file = await files.create({ file: new File(["a\n"], "a.csv"), purpose: "assistants" });
  await files.retrieve(file.id);
  const python = { type: "code_interpreter" as const };
  const tools = [python];
  const all = [
    python,
    { type: "function" as const, function: { name: "rate", parameters: { type: "object" } } },
  ];
  const tool_resources = { code_interpreter: { file_ids: [file.id] } };
  const { id: assistant_id } = await assistants.create({
    model: "m",
    tools: all,
    metadata: { a: "b" },
    tool_resources,
  });
  await assistants.update(assistant_id, { name: "Ada", reasoning_effort: "low" });
  await assistants.retrieve(assistant_id);
  const { id: thread_id } = await threads.create({ metadata: { title: "t" } });
  await threads.runs.list(thread_id);
  await threads.messages.list(thread_id);
  const attachments = [{ file_id: file.id, tools }];
  for (const expected of ["completed", "failed", "incomplete", "cancelled"]) {
    await threads.messages.create(thread_id, { role: "user", content: "?", attachments });
    const run = await threads.runs.create(thread_id, { assistant_id });
    if (expected === "cancelled") {
      await lab.begun(run);
      await threads.runs.cancel(run.id, { thread_id });
    }
    await lab.ended(run);
    expect(await threads.runs.retrieve(run.id, { thread_id })).toMatchObject({ status: expected });
    const steps = await threads.runs.steps.list(run.id, { thread_id });
    for (const step of steps.data) await threads.runs.steps.retrieve(step.id, { thread_id, run_id: run.id });
  }
  const messages = await threads.messages.list(thread_id);
  for (const { id } of messages.data) await threads.messages.retrieve(id, { thread_id });
  await threads.retrieve(thread_id);
  await threads.update(thread_id, { metadata: { title: "u" } });
  await threads.runs.list(thread_id);
  const asking = await threads.createAndRun({ assistant_id, max_prompt_tokens: 300, metadata: { a: "b" } });
  const { required_action } = await threads.runs.poll(asking.id, asking, { pollIntervalMs: 5 });
  const tool_outputs = required_action?.submit_tool_outputs.tool_calls.map(({ id }) => ({
    tool_call_id: id,
    output: "1",
  }));
  await threads.runs.submitToolOutputs(asking.id, {
    thread_id: asking.thread_id,
    tool_outputs: tool_outputs ?? [],
  });
  await lab.ended(asking);
  await threads.runs.update(asking.id, { thread_id: asking.thread_id, metadata: { c: "d" } });
  await threads.runs.steps.list(asking.id, asking);
  await threads.messages.update(messages.data[0]!.id, { thread_id, metadata: { c: "d" } });
  await threads.messages.delete(messages.data[0]!.id, { thread_id });
  await threads.delete(thread_id);
  await assistants.list();
  await assistants.delete(assistant_id);
  await files.list();
  await files.delete(file.id);
  return { wrong, seen };
}

const SCHEMAS: Record<string, string> = {
  assistant: "AssistantObject",
  thread: "ThreadObject",
  "thread.message": "MessageObject",
  "thread.run": "RunObject",
  "thread.run.step": "RunStepObject",
  file: "OpenAIFile",
};
const DELETED: Record<string, string> = {
  "assistant.deleted": "DeleteAssistantResponse",
  "thread.deleted": "DeleteThreadResponse",
  "thread.message.deleted": "DeleteMessageResponse",
  file: "DeleteFileResponse",
};
const LISTS: Record<string, string> = {
  assistants: "ListAssistantsResponse",
  files: "ListFilesResponse",
  messages: "ListMessagesResponse",
  runs: "ListRunsResponse",
  steps: "ListRunStepsResponse",
};

function schemaOf(request: Request, body: unknown): string {
  const kind = (body as { object: string }).object;
  const last = new URL(request.url).pathname.split("/").at(-1) ?? "";
  if (request.method === "DELETE") return DELETED[kind] ?? `unknown: ${kind}`;
  return (kind === "list" ? LISTS[last] : SCHEMAS[kind]) ?? `unknown: ${kind} ${last}`;
}
