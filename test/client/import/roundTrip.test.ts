import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { importThreads } from "../../../src/client/import/importThreads.ts";
import type { Transcript } from "../../../src/domain/transcript.ts";
import { emptyTranscript, reduceTranscript } from "../../../src/thread/reduceTranscript.ts";
import { call, cell, say, usage } from "../../fakes/scriptedModel.ts";
import { PNG } from "../../fakes/fakeSessions.ts";
import { type Lab, openLab, tools } from "../../service/lab.ts";
import { faultsOf } from "../../service/schemas.ts";
import { exportThread } from "./export.ts";

const TRACEBACK = 'Traceback (most recent call last):\n  File "<cell>", line 1\nValueError: no';

/** Two questions: one with code that fails, a picture, a file and a function of the client's; one that is stopped. */
async function openOld() {
  let now = Date.parse("2024-05-01T10:00:00Z");
  const old = await openLab({
    now: () => (now += 400),
    answers: [
      [say("I look."), cell("wrong()")],
      [cell("work()"), cell("work()")],
      [call("rate", '{"to":"KRW"}')],
      [say("See [it](sandbox:/mnt/data/sums.csv)."), usage(30, 40)],
      [say("No more.")],
    ],
    python: {
      "wrong()": (python) => {
        python.print("before\n");
        python.print(`${TRACEBACK}\n`);
        return { end: "error" };
      },
      "work()": async (python) => {
        python.print("out\n");
        python.show("Plot");
        await python.write("sums.csv", "a\n1\n");
      },
    },
  });
  const functions = [...tools, { type: "function" as const, function: { name: "rate" } }];
  const assistant = await old.openai.beta.assistants.create({
    model: "gpt-4o",
    instructions: "Be brief.",
    tools: functions,
  });
  const fileId = await old.upload("sales.csv", "won\n1\n");
  const thread = await old.threads.create({ metadata: { title: "Sales", team: "data" } });
  await old.threads.messages.create(thread.id, {
    role: "user",
    content: [{ type: "text", text: "What is in it?" }],
    attachments: [{ file_id: fileId, tools }],
    metadata: { a: "b" },
  });
  const poll = { pollIntervalMs: 10 };
  const first = await old.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id }, poll);
  const calls = first.required_action?.submit_tool_outputs.tool_calls ?? [];
  const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: "1,300" }));
  await old.threads.runs.submitToolOutputsAndPoll(first.id, { thread_id: thread.id, tool_outputs }, poll);
  await old.threads.messages.create(thread.id, { role: "user", content: "And?" });
  await old.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id }, poll);
  return { old, threadId: thread.id };
}

async function transcriptIn({ client }: Lab, threadId: string): Promise<Transcript> {
  let transcript = emptyTranscript(threadId);
  for await (const event of client.eventsSoFar(threadId)) transcript = reduceTranscript(transcript, event);
  return transcript;
}

/** What a person sees of a thread, without ids. */
async function seenOf(lab: Lab, threadId: string) {
  const { title, turns, files } = await transcriptIn(lab, threadId);
  return {
    title,
    files: files.map(({ name, bytes, mime, role }) => ({ name, bytes, mime, role })),
    turns: turns.map((turn) => ({
      question: turn.question,
      attachments: turn.attachments.map(({ name }) => name),
      state: turn.state,
      model: turn.model,
      usage: turn.usage,
      askedAt: Math.floor(turn.askedAt / 1000),
      blocks: turn.blocks.map((block) => {
        if (block.kind === "text") return block.text;
        if (block.kind === "note") return `(${block.text})`;
        const printed = block.outputs.map((output) =>
          output.kind === "stream" ? output.text : output.kind === "error" ? output.traceback : output.kind,
        );
        return [block.code, block.state, block.attempt, printed.join("").trimEnd()];
      }),
    })),
  };
}

it("brings a thread from one service to another as it was, with times, files and metadata, and goes on with it", async () => {
  const { old, threadId } = await openOld();
  const here = await openLab({ answers: [[say("Still here.")]] });
  const folder = await exportThread(old, threadId);
  const [imported, ...others] = await importThreads(here.client, [folder]);
  expect(others).toEqual([]);
  expect(imported).toMatchObject({
    originalId: threadId,
    isNew: true,
    messageCount: 5,
    fileCount: 4,
    missingFiles: [],
  });
  const id = imported!.threadId;
  const before = await seenOf(old, threadId);
  const after = await seenOf(here, id);
  expect(before.turns[0]?.blocks).toHaveLength(5);
  expect(after.turns).toEqual(before.turns.map((turn) => ({ ...turn, model: "gpt-4o" })));
  expect(after.title).toBe("Sales");
  expect(after.files).toEqual(expect.arrayContaining(before.files));
  expect(await here.threads.retrieve(id)).toMatchObject({
    created_at: (await old.threads.retrieve(threadId)).created_at,
    metadata: { title: "Sales", team: "data", imported_from: threadId },
  });
  const [first] = (await here.threads.messages.list(id, { order: "asc" })).data;
  expect(first).toMatchObject({ metadata: { a: "b" }, attachments: [{}] });
  const runs = await here.threads.runs.list(id, { order: "asc" });
  expect(runs.data).toMatchObject([{ instructions: "Be brief.", usage: { total_tokens: 70 } }, {}]);
  const steps = await here.threads.runs.steps.list(runs.data[0]!.id, { thread_id: id, order: "asc" });
  const kinds = steps.data.map(({ step_details: details }) =>
    details.type === "tool_calls" ? details.tool_calls.map(({ type }) => type).join() : details.type,
  );
  const code = "code_interpreter";
  expect(kinds).toEqual(["message_creation", code, code, code, "function", "message_creation"]);
  for (const [schema, value] of [
    ...(await here.threads.messages.list(id)).data.map((one) => ["MessageObject", one] as const),
    ...runs.data.map((one) => ["RunObject", one] as const),
    ...steps.data.map((one) => ["RunStepObject", one] as const),
  ]) {
    expect(faultsOf(schema, value)).toEqual([]);
  }
  const files = await here.client.files(id);
  const plot = files.find(({ mime }) => mime === "image/png");
  expect(Buffer.from(await here.client.content(plot!.id))).toEqual(PNG);
  expect(await readFile(join(here.folder, "threads", id, "data", "sums.csv"), "utf8")).toBe("a\n1\n");
  await here.threads.messages.create(id, { role: "user", content: "Are you there?" });
  expect(await here.run(id)).toMatchObject({ status: "completed" });
  expect(here.model.requests[0]?.turns.map(({ role }) => role)).toEqual([
    ...["user", "assistant", "cell", "assistant", "cell", "assistant", "cell", "assistant", "assistant"],
    ...["user", "assistant", "user"],
  ]);
});

it("does nothing the second time, and says which thread it is", async () => {
  const { old, threadId } = await openOld();
  const here = await openLab();
  const folder = await exportThread(old, threadId);
  const [first] = await importThreads(here.client, [folder]);
  const files = (await here.openai.files.list()).data.length;
  const [second] = await importThreads(here.client, [folder]);
  expect(second).toMatchObject({ threadId: first!.threadId, isNew: false, fileCount: 0 });
  expect(await here.client.listThreads()).toHaveLength(1);
  expect((await here.openai.files.list()).data).toHaveLength(files);
});

it("goes with its thread when that is deleted; what was given stays, as everywhere", async () => {
  const { old, threadId } = await openOld();
  const here = await openLab();
  const [imported] = await importThreads(here.client, [await exportThread(old, threadId)]);
  await here.client.deleteThread(imported!.threadId);
  expect((await here.openai.files.list()).data.map(({ filename }) => filename)).toEqual(["sales.csv"]);
});
