import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { codeQuestion, GIVEN_CODE } from "../../../src/domain/givenCode.ts";
import { PyodideRuntime } from "../../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../../src/python/sessionPool.ts";
import { PNG, runOn } from "../../fakes/fakeSessions.ts";
import { call, cell, say, ScriptedModel, usage } from "../../fakes/scriptedModel.ts";
import { embedded } from "../../python/embedded.ts";
import { localRunner } from "../../service/serve.ts";
import { openTwoServers } from "./twoServers.ts";

it("carries a run out over there: words, code, logs, pictures and files come here and are kept", async () => {
  const { here, there } = await openTwoServers({
    answers: [
      [say("I look", " at it."), cell("plot()")],
      [say("Here: [sums](sandbox:/mnt/data/sums.csv)"), usage(10, 5)],
    ],
    python: {
      "plot()": async (python) => {
        python.print("one\n");
        python.show("Sales");
        python.print("two\n");
        await python.write("sums.csv", "a\n1\n");
      },
    },
  });
  const threadId = await here.question("What is in it?", [await here.upload("sales.csv", "won\n1\n")]);
  const run = await here.run(threadId);
  expect(run).toMatchObject({ status: "completed", usage: { prompt_tokens: 10, completion_tokens: 5 } });
  expect(await here.cellsOf(run)).toMatchObject([
    { input: "plot()", outputs: [{ logs: "one\n" }, { type: "image" }, { logs: "two\n" }] },
  ]);
  const files = await here.client.files(threadId);
  expect(files.map(({ name, role }) => [name, role])).toEqual([
    ["sales.csv", "input"],
    ["sales.png", "output"],
    ["sums.csv", "output"],
  ]);
  expect(Buffer.from(await here.client.content(files[1]!.id))).toEqual(PNG);
  expect(await readFile(join(here.folder, "threads", threadId, "data", "sums.csv"), "utf8")).toBe("a\n1\n");
  const answers = await here.answersIn(threadId);
  expect(answers.map(({ content }) => content.at(-1))).toMatchObject([
    { text: { value: "I look at it." } },
    { text: { annotations: [{ text: "sandbox:/mnt/data/sums.csv", file_path: { file_id: files[2]!.id } }] } },
  ]);
  // The question went there with its file, under the name that it has.
  expect(there.model.requests[0]?.turns).toMatchObject([
    { role: "user", text: "What is in it?", files: [{ name: "sales.csv", bytes: 6 }] },
  ]);
});

it("runs real Python over there, and tells a traceback from what was printed", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const code = `
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("매출 자료.csv")
sales.plot(x="month", y="won", title="Sales by month")
plt.show()
print("sum", sales["won"].sum())
sales.describe().to_csv("요약.csv")`;
  const model = new ScriptedModel([
    [cell("print('try')\nnothing")],
    [cell(code)],
    [say("[요약](sandbox:/mnt/data/요약.csv)")],
  ]);
  const { here } = await openTwoServers({ runner: localRunner(model, sessions) });
  const fileId = await here.upload("매출 자료.csv", "month,won\n1,10\n2,32\n");
  const run = await here.run(await here.question("Sum?", [fileId]));
  expect(run.status).toBe("completed");
  const events = await here.eventsUntil(run.thread_id, ({ type }) => type === "run.ended");
  const changes = events.map(({ change }) => change);
  expect(changes.flatMap((change) => (change.type === "cell.done" ? [change.end] : []))).toEqual([
    "error",
    "ok",
  ]);
  expect(changes.flatMap((change) => (change.type === "cell.output" ? [change.output] : []))).toMatchObject([
    { kind: "stream", text: "try\n" },
    { kind: "error", name: "NameError", message: "name 'nothing' is not defined" },
    { kind: "image" },
    { kind: "stream", text: "sum 42\n" },
  ]);
  const files = await here.client.files(run.thread_id);
  expect(files.map(({ name }) => name)).toEqual(["매출 자료.csv", "sales-by-month.png", "요약.csv"]);
  expect(Buffer.from(await here.client.content(files[2]!.id)).toString()).toContain("mean,1.5,21.0");
});

it("goes on in the same thread over there, with its variables, and sends each file once", async () => {
  const { here, there, requests } = await openTwoServers({
    answers: [[cell("a")], [say("One.")], [cell("b")], [say("Two.")]],
    python: { a: (python) => python.write("made.csv", "1"), b: (python) => python.print("b\n") },
  });
  const threadId = await here.question("First?", [await here.upload("a.csv", "a")]);
  await here.run(threadId);
  await here.threads.messages.create(threadId, { role: "user", content: "Second?" });
  requests.length = 0;
  const second = await here.run(threadId);
  expect(second.status).toBe("completed");
  const threads = await there.client.listThreads();
  expect(threads).toHaveLength(1);
  const posts = requests.filter((request) => request.startsWith("POST"));
  const remoteId = threads[0]!.id;
  expect(posts).toEqual([`POST /threads/${remoteId}/messages`, `POST /threads/${remoteId}/runs`]);
  expect(there.model.requests.at(-1)?.turns.map(({ role }) => role)).toEqual([
    ...["user", "assistant", "cell", "assistant"],
    ...["user", "assistant", "cell"],
  ]);
  expect(await here.client.session(threadId)).toMatchObject({ runtime: "Fake Python of the other server" });
});

it("has the client's functions called, once each", async () => {
  const { here } = await openTwoServers({
    answers: [[call("weather", '{"city":"서울"}'), call("weather", '{"city":"Paris"}')], [say("Fine.")]],
  });
  const assistant = await here.openai.beta.assistants.create({
    model: "m",
    tools: [{ type: "code_interpreter" }, { type: "function", function: { name: "weather" } }],
  });
  const run = await here.threads.runs.createAndPoll(
    await here.question(),
    { assistant_id: assistant.id },
    { pollIntervalMs: 20 },
  );
  const calls = run.required_action?.submit_tool_outputs.tool_calls ?? [];
  expect(calls.map(({ function: { arguments: given } }) => given)).toEqual([
    '{"city":"서울"}',
    '{"city":"Paris"}',
  ]);
  await here.threads.runs.submitToolOutputs(run.id, {
    thread_id: run.thread_id,
    tool_outputs: calls.map(({ id }) => ({ tool_call_id: id, output: "sunny" })),
  });
  expect(await here.ended(run)).toMatchObject({ status: "completed" });
  expect(await here.answersIn(run.thread_id)).toMatchObject([{ content: [{ text: { value: "Fine." } }] }]);
});

it("ends where the client answers in a later run, which goes on with the same words", async () => {
  const { here, there, requests } = await openTwoServers({
    answers: [[say("I ask."), call("weather", "{}")], [say("Sunny, then.")]],
  });
  const tools = [
    { type: "function" as const, name: "weather", parameters: { type: "object" }, strict: false },
  ];
  const first = await here.openai.responses.create({ model: "m", input: "How is it?", tools });
  const asked = first.output.find((item) => item.type === "function_call");
  expect([first.status, asked?.name]).toEqual(["completed", "weather"]);
  expect(requests.filter((request) => request.endsWith("/cancel"))).toHaveLength(1);
  const second = await here.openai.responses.create({
    model: "m",
    input: [{ type: "function_call_output", call_id: asked?.call_id ?? "", output: "sunny" }],
    previous_response_id: first.id,
    tools,
  });
  expect([second.status, second.output_text]).toEqual(["completed", "Sunny, then."]);
  const told = JSON.stringify(there.model.requests.at(-1)?.turns);
  expect(told).toContain("How is it?");
  expect(told).toContain("sunny");
});

it("stops the run over there as well, and keeps what it had", async () => {
  const { here, there } = await openTwoServers({
    answers: [[say("I begin."), cell("long")]],
    python: {
      long: async (python) => {
        await python.write("half.txt", "half");
        python.print("half\n");
        return runOn(python);
      },
    },
  });
  const run = await here.start();
  await here.eventsUntil(run.thread_id, ({ type }) => type === "cell.output");
  await here.threads.runs.cancel(run.id, { thread_id: run.thread_id });
  expect(await here.ended(run)).toMatchObject({ status: "cancelled" });
  expect(await here.cellsOf(run)).toMatchObject([{ input: "long", outputs: [{ logs: "half\n" }] }]);
  const events = await here.eventsUntil(run.thread_id, ({ type }) => type === "run.ended");
  expect(events.map(({ change }) => change)).toContainEqual(
    expect.objectContaining({
      type: "cell.done",
      end: "stopped",
      files: [expect.objectContaining({ name: "half.txt", bytes: 4 })],
    }),
  );
  const [thread] = await there.client.listThreads();
  expect((await there.threads.runs.list(thread!.id)).data).toMatchObject([{ status: "cancelled" }]);
  expect(thread?.isBusy).toBe(false);
});

it("interrupts a cell over there while the run goes on, and can end the session", async () => {
  const { here, there } = await openTwoServers({
    answers: [[cell("long")], [say("It was interrupted.")]],
    python: {
      long: (python) => {
        python.print("half\n");
        return runOn(python);
      },
    },
  });
  const run = await here.start();
  await here.eventsUntil(run.thread_id, ({ type }) => type === "cell.output");
  await here.client.interrupt(run.thread_id);
  expect(await here.ended(run)).toMatchObject({ status: "completed" });
  await here.client.endSession(run.thread_id);
  const [thread] = await there.client.listThreads();
  expect(await there.client.session(thread!.id)).toBeNull();
  expect(await here.client.session(run.thread_id)).toBeNull();
});

it("runs a person's own code over there, and no model takes part", async () => {
  const { here, there } = await openTwoServers({ python: { "print(1)": (python) => python.print("1\n") } });
  const threadId = await here.client.createThread();
  await here.client.askOrQueue(threadId, {
    ...{ text: codeQuestion("print(1)"), fileIds: [] },
    ...{ asIs: true, ahead: false },
  });
  const events = await here.eventsUntil(threadId, ({ type }) => type === "run.ended");
  expect(events.at(-1)?.change).toMatchObject({ end: "completed" });
  expect(there.model.requests).toEqual([]);
  const [thread] = await there.client.listThreads();
  expect((await there.threads.runs.list(thread!.id)).data).toMatchObject([{ model: GIVEN_CODE }]);
});

it("has the assistant answer that the connection names, as it is, else makes one of its own, once", async () => {
  const { here, there, link } = await openTwoServers({ answers: [[say("A.")], [say("B.")], [say("C.")]] });
  const { assistants } = there.openai.beta;
  const named = await assistants.create({ model: "m", instructions: "Be brief.", tools: [] });
  await here.run();
  await here.run();
  link.model = named.id;
  await here.run();
  expect(there.model.requests.map(({ mayRunCode }) => mayRunCode)).toEqual([true, true, false]);
  expect(there.model.requests[2]?.instructions).toContain("Be brief.");
  expect((await assistants.list()).data.map(({ model }) => model)).toEqual(["some-model", "m"]);
});

it("makes its assistant anew when that was deleted over there", async () => {
  const { here, there } = await openTwoServers({ answers: [[say("A.")], [say("B.")]] });
  await here.run();
  const { data } = await there.openai.beta.assistants.list();
  await there.openai.beta.assistants.delete(data[0]!.id);
  expect(await here.run()).toMatchObject({ status: "completed" });
});
