import { AzureOpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { Analyst } from "../../src/models/analyst/analyst.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { cell, say, ScriptedModel } from "../fakes/scriptedModel.ts";
import { embedded } from "../python/embedded.ts";
import { openLab, tools } from "./lab.ts";
import { localRunner } from "./serve.ts";

const CODE = `
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("/mnt/data/매출 자료.csv")
sales.plot(x="month", y="won", title="Sales by month")
plt.show()
print("sum", sales["won"].sum())
sales.describe().to_csv("/mnt/data/요약.csv")
`;

it("S8: solves the sample's equation without any model, for a client of old", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const { service } = await openLab({ runner: localRunner(new Analyst(), sessions) });
  const { beta } = new AzureOpenAI({
    apiKey: "any",
    endpoint: "http://interpreter.local",
    apiVersion: "2024-02-15-preview",
    fetch: (input, init) => service.fetch(new Request(input, init)),
  });
  const assistant = await beta.assistants.create({ model: "gpt-4-1106-preview", tools });
  const thread = await beta.threads.create();
  const content = "I need to solve the equation `3x + 11 = 14`. Can you help me?";
  await beta.threads.messages.create(thread.id, { role: "user", content });
  const body = { assistant_id: assistant.id };
  const run = await beta.threads.runs.createAndPoll(thread.id, body, { pollIntervalMs: 50 });
  expect(run).toMatchObject({ status: "completed", last_error: null });
  const { data } = await beta.threads.messages.list(thread.id);
  expect(data[0]?.content).toMatchObject([{ text: { value: expect.stringMatching(/x\s*=\s*1\b/) } }]);
  const steps = await beta.threads.runs.steps.list(run.id, { thread_id: thread.id, order: "asc" });
  expect(steps.data.map(({ type }) => type)).toContain("tool_calls");
});

it("reads a given file by the API's own path as well, and writes through neither to the original", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const script = (id: string) => `
import os
print(open("/mnt/data/${id}").read(), open("/mnt/data/a.csv").read())
open("/mnt/data/${id}", "w").write("new")
print(open("/mnt/data/a.csv").read())
size = open("/mnt/data/b.csv", "w").write("made")`;
  // The code has to know the file's id, which only an upload gives.
  const lab = await openLab();
  const fileId = await lab.upload("a.csv", "old");
  const model = new ScriptedModel([[cell(script(fileId))], [say("Done.")]]);
  const second = await openLab({ folder: lab.folder, runner: localRunner(model, sessions) });
  const run = await second.run(await second.question("?", [fileId]));
  const [call] = await second.cellsOf(run);
  expect(call?.outputs).toEqual([{ type: "logs", logs: "old old\nnew\n" }]);
  expect(await (await second.openai.files.content(fileId)).text()).toBe("old");
  const names = (await second.client.files(run.thread_id)).map(({ name, role }) => `${role} ${name}`);
  expect(names).toEqual(["output a.csv", "output b.csv"]);
});

it("reads the file, corrects itself, and makes a plot and a table in real Python", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const lab = await openLab({
    sessions,
    answers: [[cell("sales = 1 / 0")], [cell(CODE)], [say("See [the summary](sandbox:/mnt/data/요약.csv).")]],
  });
  const fileId = await lab.upload("매출 자료.csv", "month,won\n1,10\n2,32\n");
  const run = await lab.run(await lab.question("Sales?", [fileId]));

  expect(run).toMatchObject({ status: "completed", last_error: null });
  const [wrong, right] = await lab.cellsOf(run);
  expect(wrong?.outputs).toMatchObject([{ type: "logs", logs: expect.stringMatching(/ZeroDivisionError/) }]);
  const types = right?.outputs.map((output) => (output.type === "logs" ? output.logs : output.type));
  expect(types).toEqual(["image", "sum 42\n"]);

  const [answer] = await lab.answersIn(run.thread_id);
  const [picture, text] = answer?.content ?? [];
  if (picture?.type !== "image_file" || text?.type !== "text") throw new Error("not a picture and words");
  const png = await (await lab.openai.files.content(picture.image_file.file_id)).arrayBuffer();
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe("PNG");
  const [annotation] = text.text.annotations;
  const csvId = annotation?.type === "file_path" ? annotation.file_path.file_id : "";
  expect(await (await lab.openai.files.content(csvId)).text()).toMatch(/^,month,won\ncount,2.0,2.0\n/);
  const names = (await lab.client.files(run.thread_id)).map(({ name, role }) => `${role} ${name}`);
  expect(names).toEqual(["input 매출 자료.csv", "output sales-by-month.png", "output 요약.csv"]);
});

it("interrupts a cell as Ctrl+C does, and ends a Python that does not listen", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const deaf = `
print("deaf", flush=True)
while True:
    try:
        while True: pass
    except BaseException: pass
`;
  const model = new ScriptedModel([
    [cell("x = 1\nprint('going', flush=True)\nwhile True: pass")],
    [cell("print(x + 1)")],
    [cell(deaf)],
    [say("Done.")],
  ]);
  const lab = await openLab({ runner: localRunner(model, sessions) });
  const run = await lab.start();
  let done = 0;
  const following = lab.eventsUntil(run.thread_id, (change) => {
    if (change.type === "cell.output" && done !== 1) void lab.client.interrupt(run.thread_id);
    if (change.type === "cell.done") done++;
    return change.type === "run.ended";
  });
  const events = await following;
  const ends = events.flatMap(({ change }) => (change.type === "cell.done" ? [change] : []));
  expect(ends).toMatchObject([
    { end: "stopped", reason: "Interrupted. Variables and files are kept." },
    { end: "ok" },
    { end: "lost", reason: expect.stringContaining("Python did not stop within 3 s") },
  ]);
  expect(await lab.cellsOf(await lab.ended(run))).toMatchObject([
    { outputs: [{ logs: "going\n" }] },
    { outputs: [{ logs: "2\n" }] },
    { outputs: [{ logs: "deaf\n" }] },
  ]);
});
