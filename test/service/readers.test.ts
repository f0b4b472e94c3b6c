import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { cell, say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab } from "./lab.ts";

/** A lab whose run goes on only when it is let go. */
async function openHeldLab() {
  const gate = Promise.withResolvers<void>();
  const lab = await openLab({
    answers: [
      [say("I look."), cell("work()")],
      [say("It is "), () => gate.promise, say("here.")],
    ],
    python: { "work()": (python) => python.print("out\n") },
  });
  return { lab, letGo: () => gate.resolve() };
}

it("lets a run go on when the reader of its stream leaves in the middle", async () => {
  const { lab, letGo } = await openHeldLab();
  const stream = await lab.threads.runs.create(await lab.question(), {
    assistant_id: await lab.assistant(),
    stream: true,
  });
  for await (const { event } of stream) if (event === "thread.run.step.delta") break;
  const [run] = (await lab.threads.runs.list(await onlyThread(lab))).data;
  expect(run?.status).toBe("in_progress");
  letGo();
  expect(await lab.ended(run!)).toMatchObject({ status: "completed" });
  expect(await lab.answersIn(run!.thread_id)).toHaveLength(2);
});

it("gives a reader who comes afterwards everything that an earlier one saw", async () => {
  const { lab, letGo } = await openHeldLab();
  const run = await lab.start();
  const live = lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended");
  letGo();
  const seen = await live;
  expect(seen.at(-1)?.change).toMatchObject({ type: "run.ended", end: "completed" });
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_event, index) => index + 1));
  expect(await lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended")).toEqual(seen);
});

it("continues where a reader was, without a gap or a repeat", async () => {
  const { lab, letGo } = await openHeldLab();
  const run = await lab.start();
  const before = await lab.eventsUntil(run.thread_id, (change) => change.type === "text.delta");
  const leave = new AbortController();
  const rest = lab.client.events(run.thread_id, before.length, leave.signal);
  letGo();
  const after = [];
  for await (const event of rest) {
    after.push(event);
    if (event.change.type === "run.ended") leave.abort();
  }
  const all = await lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended");
  expect([...before, ...after]).toEqual(all);
});

it("gives a long thread whole, to readers and to the API", async () => {
  const lab = await openLab({
    answers: [[cell("many()")], [say("Done.")]],
    python: {
      "many()": (python) => {
        for (let count = 0; count < 600; count++) python.display({ "text/plain": String(count) });
      },
    },
  });
  const run = await lab.run();
  const seen = await lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended");
  expect(seen.length).toBeGreaterThan(600);
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_event, index) => index + 1));
  const logs = Array.from({ length: 600 }, (_, count) => `${count}\n`).join("");
  expect((await lab.cellsOf(run))[0]?.outputs).toEqual([{ type: "logs", logs }]);
});

it("serves several readers of one thread, and keeps threads apart", async () => {
  const { lab, letGo } = await openHeldLab();
  const other = await lab.question("Another thread");
  const run = await lab.start();
  const readers = [1, 2, 3].map(() =>
    lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended"),
  );
  letGo();
  const [first, ...others] = await Promise.all(readers);
  for (const seen of others) expect(seen).toEqual(first);
  const quiet = await lab.eventsUntil(other, (change) => change.type === "message.added");
  expect(quiet.map(({ change }) => change.type)).toEqual(["thread.created", "message.added"]);
});

it("ends the events when the request is aborted, also after a garbage collection", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const lab = await openLab();
  const leave = new AbortController();
  const reader = await open(lab, await lab.question(), leave.signal);
  await reader.read();
  await reader.read();
  const waiting = reader.read();
  // What is unreachable now is collected only once this turn of the event loop is over.
  await setImmediate();
  collectGarbage();
  leave.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

it("keeps nothing in memory for a slow reader of 1,000 events", async () => {
  const lab = await openLab({
    answers: [[cell("many()")], [say("Done.")]],
    python: {
      "many()": (python) => {
        for (let count = 0; count < 1000; count++) python.display({ "text/plain": "x".repeat(10_000) });
      },
    },
  });
  const run = await lab.start();
  const reader = await open(lab, run.thread_id, new AbortController().signal);
  await reader.read();
  await lab.ended(run);
  // 10 MB are in the log by now. What the reader has not asked for was not even made into bytes.
  const sizes: number[] = [];
  for (let count = 0; count < 1005; count++) sizes.push((await reader.read()).value?.length ?? 0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(10_000_000);
  // One event at a time: pieces are never joined into what would have had to wait.
  expect(Math.max(...sizes)).toBeLessThan(11_000);
  await reader.cancel();
});

async function open(lab: Lab, threadId: string, signal: AbortSignal) {
  const url = `http://interpreter.local/v1/threads/${threadId}/events`;
  const { body } = await lab.service.fetch(new Request(url, { signal }));
  return body!.getReader();
}

async function onlyThread(lab: Lab): Promise<string> {
  const [thread] = await lab.client.listThreads();
  return thread!.id;
}
