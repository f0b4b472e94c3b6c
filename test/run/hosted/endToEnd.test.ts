import { AzureOpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { PyodideRuntime } from "../../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../../src/python/sessionPool.ts";
import { type Repertoire, runOn } from "../../fakes/fakeSessions.ts";
import { call, cell, say } from "../../fakes/scriptedModel.ts";
import { embedded } from "../../python/embedded.ts";
import { tools } from "../../service/lab.ts";
import { scenario } from "../../live/scenario.ts";
import { notesIn, those } from "./hostedLab.ts";
import { openPair } from "./pair.ts";

it("old Assistants code runs on the hosted successor: CSV, plot, follow-up, file saved, in real Python", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const code = `
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("/mnt/data/sales.csv")
sales.plot(x="month", y="won", title="Sales by month")
plt.show()
print("sum", sales["won"].sum())`;
  const answers = [
    [cell(code)],
    [say("The sum is ", "42.")],
    [cell(`sales.describe().to_csv("/mnt/data/summary.csv")`)],
    [say("See [the summary](sandbox:/mnt/data/summary.csv).")],
  ];
  const { lab, client } = await openPair({ answers, sessions });
  const azure = new AzureOpenAI({
    apiKey: "any",
    endpoint: "http://interpreter.local",
    apiVersion: "2024-02-15-preview",
    fetch: (input, init) => lab.service.fetch(new Request(input, init)),
  });
  const { threadId } = await scenario(azure);
  // The plot is one file, by the name that it has at the provider, though it comes as an output too.
  const names = (await lab.client.files(threadId)).map(({ name, role }) => `${role} ${name}`);
  expect(names).toEqual(["input sales.csv", "output sales-by-month.png", "output summary.csv"]);
  expect((await client.containers.list()).data).toHaveLength(1);
});

it("the provider's containers expire, and the thread goes on with every file", async () => {
  let now = 1_800_000_000_000;
  const python: Repertoire = {
    "x = 1": (here) => here.write("made.csv", "1"),
    "print(x)": (here) => here.print("NameError?\n"),
  };
  const answers = [[cell("x = 1")], [say("Made.")], [cell("print(x)")], [say("Again.")]];
  const { lab, client } = await openPair({ answers, python, now: () => now });
  const threadId = await lab.question("First", [await lab.upload("a.csv", "1")]);
  await lab.run(threadId);
  now += 21 * 60_000;
  await lab.threads.messages.create(threadId, { role: "user", content: "Second" });
  const second = await lab.run(threadId);
  expect(second).toMatchObject({ status: "completed", last_error: null });
  const events = await lab.eventsUntil(
    threadId,
    (change) => change.type === "run.ended" && change.runId === second.id,
  );
  const changes = events.map(({ change }) => change);
  expect(notesIn(changes)).toEqual(["The container had expired. A new one has the 2 files of this thread."]);
  expect(those(changes, "session.opened").map(({ renewed }) => renewed)).toEqual([false, true]);
  const [newest] = (await client.containers.list()).data;
  const files = (await client.containers.files.list(newest!.id)).data.map(({ path }) => path).sort();
  expect(files).toEqual(["/mnt/data/a.csv", "/mnt/data/made.csv"]);
});

it("functions of old code are called in the middle of what the provider does", async () => {
  const answers = [[say("One moment."), call("weather", "{}")], [say("Rain.")]];
  const { lab, model } = await openPair({ answers });
  const functions = [{ type: "function" as const, function: { name: "weather" } }];
  const assistant = await lab.openai.beta.assistants.create({ model: "m", tools: [...tools, ...functions] });
  const threadId = await lab.question("Weather?");
  const stream = lab.threads.runs.stream(threadId, { assistant_id: assistant.id });
  const waiting = await stream.finalRun();
  expect(waiting.status).toBe("requires_action");
  const [asked] = waiting.required_action?.submit_tool_outputs.tool_calls ?? [];
  await lab.threads.runs.submitToolOutputs(waiting.id, {
    thread_id: threadId,
    tool_outputs: [{ tool_call_id: asked!.id, output: "wet" }],
  });
  expect(await lab.ended(waiting)).toMatchObject({ status: "completed", last_error: null });
  expect(JSON.stringify(model.requests[1]?.turns)).toContain("wet");
});

it("a stop here stops it there", async () => {
  let heard: () => void;
  const stoppedThere = new Promise<void>((resolve) => (heard = resolve));
  const python: Repertoire = {
    "wait()": async (here) => {
      const result = await runOn(here);
      heard();
      return result;
    },
  };
  const { lab } = await openPair({ answers: [[cell("wait()")]], python });
  const started = await lab.start();
  await lab.eventsUntil(started.thread_id, ({ type }) => type === "cell.running");
  await lab.threads.runs.cancel(started.id, { thread_id: started.thread_id });
  const ended = await lab.ended(started);
  expect(ended.status).toBe("cancelled");
  await stoppedThere;
  expect(await lab.cellsOf(ended)).toMatchObject([{ input: "wait()" }]);
});
