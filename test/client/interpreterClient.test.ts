import { openAsBlob } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { cell, say, thinkOn } from "../fakes/scriptedModel.ts";
import { openLab } from "../service/lab.ts";

it("asks about a file and gets the files that were made", async () => {
  const { client, ...lab } = await openLab({
    answers: [[cell("work()")], [say("Done.")]],
    python: { "work()": (python) => python.write("out/요약.csv", "합계\n") },
  });
  const fileId = await client.upload("매출 자료.csv", new Blob(["a\n1\n"]));
  const threadId = await client.createThread();
  const runId = await client.ask(threadId, "Sum?", [fileId]);
  await lab.ended({ id: runId, thread_id: threadId });
  const files = await client.files(threadId);
  const [given, made] = ["input", "output"].map((role) => files.find((file) => file.role === role));
  expect(given).toMatchObject({ id: fileId, name: "매출 자료.csv", role: "input", bytes: 4 });
  expect(made).toMatchObject({ name: "out/요약.csv", role: "output", mime: "application/csv", bytes: 7 });
  expect(new TextDecoder().decode(await client.content(made!.id))).toBe("합계\n");
});

it("uploads names and contents as they are", async () => {
  const { client, openai } = await openLab();
  const bytes = new Uint8Array(300_000).map((_, index) => index);
  for (const name of ['a "quoted" name.csv', "매출 자료.csv", "50% off.csv"]) {
    const id = await client.upload(name, new Blob([bytes]));
    expect((await openai.files.retrieve(id)).filename).toBe(name.replaceAll('"', "_"));
    expect(await client.content(id)).toEqual(bytes);
  }
  const empty = await client.upload("empty", new Blob([]));
  expect(await client.content(empty)).toHaveLength(0);
});

it.each([
  ["changed", (path: string) => appendFile(path, "more")],
  ["deleted", (path: string) => rm(path)],
])("says when a file was %s while it was sent, and keeps nothing of it", async (_what, act) => {
  const { client, folder, openai } = await openLab();
  const path = join(folder, "large.csv");
  await writeFile(path, Buffer.alloc(3_000_000, "1,2\n"));
  const blob = await openAsBlob(path);
  await act(path);
  await expect(client.upload("large.csv", blob)).rejects.toMatchObject({
    kind: "user",
    message: "large.csv was changed or deleted while it was sent.",
  });
  expect((await openai.files.list()).data).toEqual([]);
});

it("lists threads with their titles, newest first", async () => {
  const { client } = await openLab();
  const first = await client.createThread({ title: "Sales of 2024", workspace: "file:///sales" });
  const second = await client.createThread();
  const threads = await client.listThreads();
  expect(threads.map(({ id, title, workspace }) => [id, title, workspace])).toEqual([
    [second, "", ""],
    [first, "Sales of 2024", "file:///sales"],
  ]);
  expect(threads[0]?.createdAt).toBeGreaterThan(1_700_000_000_000);
});

it("uses one assistant for every question, also the next time it is opened", async () => {
  const lab = await openLab({ answers: [[say("1")], [say("2")], [say("3")]] });
  for (const client of [lab.client, lab.client, new InterpreterClient(lab.service.fetch)]) {
    const thread_id = await client.createThread();
    await lab.ended({ id: await client.ask(thread_id, "?", []), thread_id });
  }
  expect((await lab.openai.beta.assistants.list()).data).toHaveLength(1);
});

it("asks again after a question that could not be put, of which nothing is kept", async () => {
  const lab = await openLab({ answers: [[say("Now.")]] });
  let isBroken = true;
  const client = new InterpreterClient((request) =>
    isBroken && request.url.includes("/assistants")
      ? Promise.resolve(new Response("{}", { status: 503 }))
      : lab.service.fetch(request),
  );
  const thread_id = await client.createThread();
  await expect(client.ask(thread_id, "?", [])).rejects.toMatchObject({ status: 503 });
  expect((await lab.threads.messages.list(thread_id)).data).toEqual([]);
  isBroken = false;
  expect(await lab.ended({ id: await client.ask(thread_id, "?", []), thread_id })).toMatchObject({
    status: "completed",
  });
});

it("stops a run", async () => {
  const { client, ...lab } = await openLab({ answers: [[thinkOn]] });
  const thread_id = await client.createThread();
  const id = await client.ask(thread_id, "?", []);
  await client.cancel(thread_id, id);
  expect(await lab.ended({ id, thread_id })).toMatchObject({ status: "cancelled" });
});

it("fails with the service's own words where something is not there", async () => {
  const { client } = await openLab();
  const signal = new AbortController().signal;
  const attempts = [client.files("thread_none"), client.events("thread_none", 0, signal).next()];
  for (const attempt of attempts) {
    await expect(attempt).rejects.toThrow("No thread found with id 'thread_none'.");
    await expect(attempt).rejects.toBeInstanceOf(InterpreterError);
  }
  await expect(client.content("file-none")).rejects.toMatchObject({ kind: "upstream", status: 404 });
});

it("ends its events when the reader leaves, and at once when the reader has left before", async () => {
  const { client, ...lab } = await openLab();
  const threadId = await lab.question();
  const leave = new AbortController();
  const events = client.events(threadId, 1, leave.signal);
  expect(await events.next()).toMatchObject({ value: { seq: 2, change: { type: "message.added" } } });
  const waiting = events.next();
  leave.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
  const late = client.events(threadId, 0, leave.signal);
  expect(await late.next()).toEqual({ done: true, value: undefined });
});
