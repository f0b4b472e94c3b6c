import { describe, expect, it } from "vitest";
import type { Question } from "../../src/client/interpreterClient.ts";
import { GIVEN_CODE } from "../../src/domain/givenCode.ts";
import type { Transcript } from "../../src/domain/transcript.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { runOn } from "../fakes/fakeSessions.ts";
import { cell, fail, type Piece, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, temporaryFolder } from "./lab.ts";

const asked = (text: string, more: Partial<Question> = {}): Question => ({
  text,
  fileIds: [],
  asIs: false,
  ahead: false,
  ...more,
});

/** A thread whose run goes on until `finish` is called. */
async function openBusy(answers: readonly (readonly Piece[])[], python = {}) {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const wait: Piece = (_request, signal) => Promise.race([promise, abortOf(signal)]);
  const first: Piece[] = [wait, say("First.")];
  const lab = await openLab({ answers: [first, ...answers], python });
  const run = await lab.start();
  return { lab, run, threadId: run.thread_id, finish };
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });

async function transcriptOf(lab: Lab, threadId: string): Promise<Transcript> {
  let transcript = emptyTranscript(threadId);
  for await (const event of lab.client.eventsSoFar(threadId)) {
    transcript = reduceTranscript(transcript, event);
  }
  return transcript;
}

/** The transcript once so many runs have ended. */
async function afterRuns(lab: Lab, threadId: string, count: number): Promise<Transcript> {
  let left = count;
  await lab.eventsUntil(threadId, ({ type }) => type === "run.ended" && --left === 0);
  return transcriptOf(lab, threadId);
}

const questionsIn = ({ turns }: Transcript): string[] => turns.map(({ question }) => question);
const waitingIn = ({ queue }: Transcript): string[] => queue.map(({ text }) => text);

describe("a question", () => {
  it("is asked at once when no run works", async () => {
    const lab = await openLab({ answers: [[say("Done.")]] });
    const threadId = await lab.client.createThread();
    const id = await lab.client.askOrQueue(threadId, asked("Why?"));
    expect((await lab.ended({ id: id!, thread_id: threadId })).status).toBe("completed");
    const events = await lab.eventsUntil(threadId, ({ type }) => type === "run.ended");
    expect(events.map(({ change }) => change.type)).not.toContain("question.queued");
  });

  it("waits while a run works, and is asked when that has completed: in order, each once", async () => {
    const { lab, threadId, finish } = await openBusy([[say("1.")], [say("2.")], [say("3.")]]);
    for (const text of ["One?", "Two?", "Three?"]) {
      expect(await lab.client.askOrQueue(threadId, asked(text))).toBeNull();
    }
    expect(waitingIn(await transcriptOf(lab, threadId))).toEqual(["One?", "Two?", "Three?"]);
    finish();
    const transcript = await afterRuns(lab, threadId, 4);
    expect(questionsIn(transcript)).toEqual(["What is in it?", "One?", "Two?", "Three?"]);
    expect(transcript.turns.map(({ state }) => state)).toEqual(Array(4).fill("completed"));
    expect(transcript.queue).toEqual([]);
    // The model was told everything before it.
    expect(lab.model.requests.at(-1)?.turns.filter(({ role }) => role === "user")).toHaveLength(4);
  });

  it("leaves the queue with the event that makes it a turn of the same id", async () => {
    const { lab, threadId, finish } = await openBusy([[say("1.")]]);
    await lab.client.askOrQueue(threadId, asked("One?"));
    const queued = (await transcriptOf(lab, threadId)).queue[0]!;
    finish();
    expect((await afterRuns(lab, threadId, 2)).turns.at(-1)?.id).toBe(queued.id);
    const message = await lab.threads.messages.retrieve(queued.id, { thread_id: threadId });
    expect(message.content).toMatchObject([{ text: { value: "One?" } }]);
  });

  it("keeps its files while it waits, out of the sight of the run that works", async () => {
    const { lab, threadId, finish } = await openBusy([[say("1.")]]);
    const id = await lab.upload("a.csv", "x");
    await lab.client.askOrQueue(threadId, asked("One?", { fileIds: [id] }));
    const file = { id, name: "a.csv", bytes: 1, mime: "application/csv" };
    expect((await transcriptOf(lab, threadId)).queue[0]?.files).toEqual([file]);
    expect(await lab.client.files(threadId)).toEqual([]);
    finish();
    await afterRuns(lab, threadId, 2);
    expect(await lab.client.files(threadId)).toMatchObject([{ ...file, role: "input" }]);
    expect(lab.model.requests.at(-1)?.turns.at(-1)).toMatchObject({ text: "One?", files: [file] });
  });

  it("that has code run as it is waits like any other", async () => {
    const { lab, threadId, finish } = await openBusy([], { "1": () => {} });
    const text = "Run:\n```python\n1\n```";
    await lab.client.askOrQueue(threadId, asked(text, { asIs: true }));
    finish();
    expect((await afterRuns(lab, threadId, 2)).turns.at(-1)).toMatchObject({
      model: GIVEN_CODE,
      state: "completed",
      blocks: [{ kind: "cell", code: "1" }],
    });
  });

  it("is refused without an assistant, a thread, or its files, and with no words", async () => {
    const lab = await openLab();
    const threadId = await lab.question();
    const assistant_id = await lab.assistant();
    const ask = (body: object, id = threadId) => refusal(lab.openai.post(`/threads/${id}/queue`, { body }));
    expect(await ask({ content: "?" })).toMatchObject({ status: 400, param: "assistant_id" });
    expect(await ask({ assistant_id })).toMatchObject({ status: 400, param: "content" });
    expect(await ask({ assistant_id: "asst_x", content: "?" })).toMatchObject({ status: 404 });
    expect(await ask({ assistant_id, content: "?" }, "thread_x")).toMatchObject({ status: 404 });
    const attachments = [{ file_id: "file-x" }];
    expect(await ask({ assistant_id, content: "?", attachments })).toMatchObject({ status: 404 });
    expect((await transcriptOf(lab, threadId)).queue).toEqual([]);
  });
});

describe("the queue waits", () => {
  const ends: [string, readonly Piece[], string][] = [
    ["failed", [fail(new Error("Out of luck."))], "failed"],
    ["was stopped", [thinkOn], "cancelled"],
    ["came to a limit", [cell("1")], "incomplete"],
  ];
  it.each(ends)("after a run that %s; what is sent then lets the others follow", async (_, pieces, end) => {
    const { promise, resolve: finish } = Promise.withResolvers<void>();
    const answers = [[() => promise, ...pieces], [say("2.")], [say("1.")]];
    const lab = await openLab({ answers, limits: { maxCells: 0 } });
    const run = await lab.start();
    await lab.begun(run);
    for (const text of ["One?", "Two?"]) await lab.client.askOrQueue(run.thread_id, asked(text));
    finish();
    if (end === "cancelled") await lab.threads.runs.cancel(run.id, { thread_id: run.thread_id });
    const transcript = await afterRuns(lab, run.thread_id, 1);
    expect(transcript.turns.map(({ state }) => state)).toEqual([end]);
    expect(waitingIn(transcript)).toEqual(["One?", "Two?"]);

    await lab.client.sendQueued(run.thread_id, transcript.queue[1]!.id);
    const after = await afterRuns(lab, run.thread_id, 3);
    expect(questionsIn(after)).toEqual(["What is in it?", "Two?", "One?"]);
    expect(after.queue).toEqual([]);
  });

  it("for a question that is asked ahead of it, and goes on after that; one that is not goes behind", async () => {
    const { lab, run, threadId } = await openBusy([[say("Ahead.")], [say("1.")], [say("2.")]]);
    await lab.begun(run);
    await lab.client.askOrQueue(threadId, asked("One?"));
    await lab.threads.runs.cancel(run.id, { thread_id: threadId });
    await lab.ended(run);
    expect(await lab.client.askOrQueue(threadId, asked("Two?"))).toBeNull();
    expect(await lab.client.askOrQueue(threadId, asked("Ahead?", { ahead: true }))).not.toBeNull();
    const transcript = await afterRuns(lab, threadId, 4);
    expect(questionsIn(transcript)).toEqual(["What is in it?", "Ahead?", "One?", "Two?"]);
  });

  it("when the program was closed, and is there at the next start", async () => {
    const { lab, threadId } = await openBusy([]);
    await lab.client.askOrQueue(threadId, asked("One?"));
    await lab.close();
    const again = await openLab({ folder: lab.folder, answers: [[say("1.")]] });
    const transcript = await transcriptOf(again, threadId);
    expect(waitingIn(transcript)).toEqual(["One?"]);
    await again.client.sendQueued(threadId, transcript.queue[0]!.id);
    expect(questionsIn(await afterRuns(again, threadId, 2))).toEqual(["What is in it?", "One?"]);
  });

  it("with a question whose files were deleted, and says so when that is sent", async () => {
    const { lab, threadId, finish } = await openBusy([]);
    const id = await lab.upload("a.csv", "x");
    await lab.client.askOrQueue(threadId, asked("One?", { fileIds: [id] }));
    await lab.openai.files.delete(id);
    finish();
    const transcript = await afterRuns(lab, threadId, 1);
    const sending = lab.client.sendQueued(threadId, transcript.queue[0]!.id);
    await expect(sending).rejects.toMatchObject({ status: 404, message: `No such File object: ${id}` });
    await lab.client.removeQueued(threadId, transcript.queue[0]!.id);
    expect((await transcriptOf(lab, threadId)).queue).toEqual([]);
  });
});

describe("a question that waits", () => {
  it("is not sent while a run works", async () => {
    const { lab, run, threadId } = await openBusy([]);
    await lab.client.askOrQueue(threadId, asked("One?"));
    const [{ id } = { id: "" }] = (await transcriptOf(lab, threadId)).queue;
    await expect(lab.client.sendQueued(threadId, id)).rejects.toMatchObject({
      status: 400,
      message: `Thread ${threadId} already has an active run ${run.id}.`,
    });
  });

  it("can be removed once, and is never asked then", async () => {
    const { lab, threadId, finish } = await openBusy([[say("2.")]]);
    for (const text of ["One?", "Two?"]) await lab.client.askOrQueue(threadId, asked(text));
    const [{ id } = { id: "" }] = (await transcriptOf(lab, threadId)).queue;
    await lab.client.removeQueued(threadId, id);
    const gone = { status: 404, message: `No queued question found with id '${id}'.` };
    await expect(lab.client.removeQueued(threadId, id)).rejects.toMatchObject(gone);
    await expect(lab.client.sendQueued(threadId, id)).rejects.toMatchObject(gone);
    finish();
    expect(questionsIn(await afterRuns(lab, threadId, 2))).toEqual(["What is in it?", "Two?"]);
  });

  it("goes with its thread", async () => {
    const { lab, run, threadId } = await openBusy([]);
    await lab.client.askOrQueue(threadId, asked("One?"));
    await lab.threads.runs.cancel(run.id, { thread_id: threadId });
    await lab.ended(run);
    await lab.threads.delete(threadId);
    expect(await refusal(lab.openai.get(`/threads/${threadId}/queue`))).toMatchObject({ status: 404 });
  });

  it("is listed as it waits", async () => {
    const { lab, threadId } = await openBusy([]);
    for (const text of ["One?", "Two?"]) await lab.client.askOrQueue(threadId, asked(text));
    const { queue } = await transcriptOf(lab, threadId);
    expect(await lab.openai.get(`/threads/${threadId}/queue`)).toEqual({ object: "list", data: queue });
  });
});

it("keeps the public API as it is beside a queue", async () => {
  const { lab, run, threadId, finish } = await openBusy([[say("1.")], [say("By API.")]]);
  const adding = () => lab.threads.messages.create(threadId, { role: "user", content: "By API?" });
  expect(await refusal(adding())).toMatchObject({ status: 400 });
  await lab.client.askOrQueue(threadId, asked("One?"));
  finish();
  expect((await lab.ended(run)).status).toBe("completed");
  await afterRuns(lab, threadId, 2);
  await adding();
  expect((await lab.run(threadId)).status).toBe("completed");
  const { data } = await lab.threads.messages.list(threadId, { order: "asc" });
  expect(data.map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "user",
    "assistant",
    "user",
    "assistant",
  ]);
});

it("asks each of two questions once that two processes ask, or send, at the same moment", async () => {
  const folder = await temporaryFolder();
  const answers = [[say("1.")], [say("2.")], [say("3.")], [say("4.")]];
  const one = await openLab({ folder, answers });
  const two = await openLab({ folder, answers });
  const threadId = await one.client.createThread();
  await Promise.all([one, two].map((lab, at) => lab.client.askOrQueue(threadId, asked(`Question ${at}`))));
  expect(questionsIn(await afterRuns(one, threadId, 2)).toSorted()).toEqual(["Question 0", "Question 1"]);

  const busy = await openBusy([], { "loop()": runOn });
  await busy.lab.client.askOrQueue(busy.threadId, asked("Once?"));
  await busy.lab.threads.runs.cancel(busy.run.id, { thread_id: busy.threadId });
  const { queue } = await afterRuns(busy.lab, busy.threadId, 1);
  const again = await openLab({ folder: busy.lab.folder, answers: [[say("1.")]] });
  const third = await openLab({ folder: busy.lab.folder, answers: [[say("1.")]] });
  const sent = await Promise.allSettled(
    [again, third].map((lab) => lab.client.sendQueued(busy.threadId, queue[0]!.id)),
  );
  expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(questionsIn(await afterRuns(again, busy.threadId, 2))).toEqual(["What is in it?", "Once?"]);
});
