// The samples of the page that this project implements (seed/README.md), as its readers have them in their programs.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AzureOpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { PNG } from "../fakes/fakeSessions.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { listen } from "../../src/service/listen.ts";
import { type LabOptions, openLab, temporaryFolder, tools } from "./lab.ts";

/** A program of old: key, version and endpoint, and nothing else that knows of us. */
async function openSample(options: LabOptions) {
  const lab = await openLab(options);
  const server = await listen(lab.service.fetch, { token: "any" });
  onTestFinished(() => server.close());
  const client = new AzureOpenAI({
    apiKey: "any",
    apiVersion: "2024-05-01-preview",
    endpoint: server.url,
    maxRetries: 0,
  });
  return { lab, client, url: server.url };
}

it("S4, S8: solves the equation by code that ran", async () => {
  const { client } = await openSample({
    answers: [[cell("solve()")], [say("The solution is **x = 1**.")]],
    python: { "solve()": (python) => python.display({ "text/plain": "[1]" }) },
  });
  const assistant = await client.beta.assistants.create({
    instructions:
      "You are a personal math tutor. When asked a math question, write and run code to answer it.",
    model: "gpt-4-1106-preview",
    tools: [{ type: "code_interpreter" }],
  });
  const thread = await client.beta.threads.create();
  await client.beta.threads.messages.create(thread.id, {
    role: "user",
    content: "I need to solve the equation `3x + 11 = 14`. Can you help me?",
  });
  const run = await client.beta.threads.runs.createAndPoll(
    thread.id,
    { assistant_id: assistant.id },
    { pollIntervalMs: 5 },
  );
  expect(run.status).toBe("completed");
  const steps = await client.beta.threads.runs.steps.list(run.id, { thread_id: thread.id, order: "asc" });
  expect(steps.data[0]?.step_details).toMatchObject({
    tool_calls: [{ code_interpreter: { input: "solve()", outputs: [{ type: "logs", logs: "[1]\n" }] } }],
  });
  const messages = await client.beta.threads.messages.list(thread.id);
  expect(messages.data[0]?.content[0]).toMatchObject({ text: { value: "The solution is **x = 1**." } });
});

it("S5, S6: uploads a file for an assistant, which has it in every thread", async () => {
  const { lab, client } = await openSample({ answers: [[say("It is there.")]] });
  const path = join(await temporaryFolder(), "speech.txt");
  await writeFile(path, "words");
  const file = await client.files.create({
    file: new File([await readFile(path)], "speech.txt"),
    purpose: "assistants",
  });
  const assistant = await client.beta.assistants.create({
    instructions: "You are an AI assistant that can write code to help answer math questions.",
    model: "gpt-4-1106-preview",
    tools,
    tool_resources: { code_interpreter: { file_ids: [file.id] } },
  });
  const run = await client.beta.threads.createAndRunPoll(
    { assistant_id: assistant.id, thread: { messages: [{ role: "user", content: "Is it there?" }] } },
    { pollIntervalMs: 5 },
  );
  expect(run.status).toBe("completed");
  expect(await lab.client.files(run.thread_id)).toMatchObject([{ id: file.id, name: "speech.txt" }]);
});

it("S7: passes a file to one thread, as version 1 of the API did, without any beta header", async () => {
  const { lab, url } = await openSample({ answers: [[say("Yes.")]] });
  const fileId = await lab.upload("a.csv", "1");
  const send = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/openai${path}?api-version=2024-02-15-preview`, {
      method: "POST",
      headers: { "api-key": "any", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const assistant = await send("/assistants", { model: "gpt-4", tools, file_ids: [] });
  const messages = [{ role: "user", content: "I need a plot.", file_ids: [fileId] }];
  const thread = await send("/threads", { messages });
  const run = await send(`/threads/${String(thread["id"])}/runs`, { assistant_id: assistant["id"] });
  const of = { id: String(run["id"]), thread_id: String(thread["id"]) };
  expect((await lab.ended(of)).status).toBe("completed");
  const { data } = await lab.threads.messages.list(of.thread_id, { order: "asc" });
  expect(data[0]?.attachments).toEqual([{ file_id: fileId, tools }]);
  expect(lab.model.requests[0]?.turns[0]).toMatchObject({ files: [{ name: "a.csv" }] });
});

it("S9, S10: finds the picture in the message and writes its bytes to disk", async () => {
  const { client } = await openSample({
    answers: [[cell("plot()")], [say("Here is the plot.")]],
    python: { "plot()": (python) => python.show("Sales") },
  });
  const assistant = await client.beta.assistants.create({ model: "gpt-4", tools });
  const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Plot it." }] });
  const body = { assistant_id: assistant.id };
  await client.beta.threads.runs.createAndPoll(thread.id, body, { pollIntervalMs: 5 });
  const messages = await client.beta.threads.messages.list(thread.id);
  const [part] = messages.data[0]?.content ?? [];
  if (part?.type !== "image_file") throw new Error("not a picture");
  const content = await client.files.content(part.image_file.file_id);
  const path = join(await temporaryFolder(), "sin.png");
  await writeFile(path, Buffer.from(await content.arrayBuffer()));
  expect(await readFile(path)).toEqual(PNG);
});

it("S11: keeps a session for each of two threads", async () => {
  const folders: string[] = [];
  const both = Promise.withResolvers<void>();
  const { lab, client } = await openSample({
    answers: [[cell("where()")], [cell("where()")], [say("One.")], [say("Two.")]],
    python: {
      "where()": async (python) => {
        if (folders.push(python.dataDir) === 2) both.resolve();
        await both.promise;
      },
    },
  });
  const assistant = await client.beta.assistants.create({ model: "gpt-4", tools });
  const runs = await Promise.all(
    ["One?", "Two?"].map((content) =>
      client.beta.threads.createAndRun({
        assistant_id: assistant.id,
        thread: { messages: [{ role: "user", content }] },
      }),
    ),
  );
  for (const run of runs) expect((await lab.ended(run)).status).toBe("completed");
  expect(new Set(folders).size).toBe(2);
});

it("streams over HTTP, and lets the run go on when the reader leaves in the middle", async () => {
  const gate = Promise.withResolvers<void>();
  const { lab, client } = await openSample({ answers: [[say("One "), () => gate.promise, say("two.")]] });
  const assistant = await client.beta.assistants.create({ model: "gpt-4", tools });
  const stream = client.beta.threads.createAndRunStream({
    assistant_id: assistant.id,
    thread: { messages: [{ role: "user", content: "Count." }] },
  });
  let run: { id: string; thread_id: string } | undefined;
  for await (const event of stream) {
    if (event.event === "thread.run.created") run = event.data;
    if (event.event === "thread.message.delta") break;
  }
  gate.resolve();
  expect((await lab.ended(run!)).status).toBe("completed");
  expect(await lab.answersIn(run!.thread_id)).toMatchObject([{ content: [{ text: { value: "One two." } }] }]);
});
