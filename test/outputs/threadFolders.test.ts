import { onTestFinished, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import { ThreadFolders } from "../../src/outputs/threadFolders.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab } from "../service/lab.ts";
import { FakeStore, file } from "./fakeStore.ts";

function setUp(store = new FakeStore()) {
  const clock = new FakeClock();
  const folders = new ThreadFolders({ store, log: silentLog, clock });
  onTestFinished(() => folders.dispose());
  const news: string[] = [];
  folders.onNews(({ threadId, changes, isGone }) => {
    const what = changes.map(({ change, file: { name } }) => `${change} ${name}`).join(", ");
    news.push(`${threadId}: ${what}${isGone ? ", gone" : ""}`);
  });
  return { store, clock, folders, news };
}

describe("a thread that is watched", () => {
  it("tells of files when they come, change and go", async () => {
    const { store, folders, news } = setUp();
    store.put("t", file("a.csv"));
    folders.watch("t");
    await vi.waitUntil(() => store.followers === 1);
    store.put("t", file("a.csv"), file("b.png"));
    await vi.waitUntil(() => news.length === 1);
    store.put("t", file("a.csv", { id: "file-2" }));
    await vi.waitUntil(() => news.length === 2);
    expect(news).toEqual(["t: created b.png", "t: changed a.csv, deleted b.png"]);
  });

  it("tells all of its files as deleted when it is deleted", async () => {
    const { store, folders, news } = setUp();
    store.put("t", file("a"), file("b/c"));
    folders.watch("t");
    await vi.waitUntil(() => store.followers === 1);
    store.delete("t");
    await vi.waitUntil(() => news.length === 1);
    expect(news).toEqual(["t: deleted a, deleted b/c, gone"]);
    expect(store.followers).toBe(0);
    await expect(folders.files("t")).rejects.toMatchObject({ status: 404 });
    expect(news).toHaveLength(1);
  });

  it("is followed once for all who watch, until the last of them leaves", async () => {
    const { store, folders } = setUp();
    store.put("t");
    const [first, second] = [folders.watch("t"), folders.watch("t")];
    await vi.waitUntil(() => store.followers === 1);
    first.dispose();
    first.dispose();
    await new Promise(setImmediate);
    expect(store.followers).toBe(1);
    second.dispose();
    await vi.waitUntil(() => store.followers === 0);
    folders.watch("t");
    await vi.waitUntil(() => store.followers === 1);
  });

  it("is followed again after a failure", async () => {
    const { store, clock, folders, news } = setUp();
    store.put("t");
    store.failure = new Error("the disk sleeps");
    folders.watch("t");
    await vi.waitUntil(() => store.looks === 1);
    await new Promise(setImmediate);
    expect(store.followers).toBe(0);
    await clock.pass(2000);
    await vi.waitUntil(() => store.followers === 1);
    store.put("t", file("late"));
    await vi.waitUntil(() => news.length === 1);
    expect(news).toEqual(["t: created late"]);
  });
});

describe("looking at a thread", () => {
  it("costs two looks however many ask at once, and none of them sees what is older than its question", async () => {
    const { store, folders } = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    store.answering = promise;
    store.put("t", file("a"));
    const first = folders.files("t");
    await vi.waitUntil(() => store.looks === 1);
    store.put("t", file("a"), file("b"));
    const later = Array.from({ length: 100 }, () => folders.files("t"));
    resolve();
    expect(await first).toHaveLength(1);
    for (const files of await Promise.all(later)) expect(files).toHaveLength(2);
    expect(store.looks).toBe(2);
  });

  it("tells what changed since the last look, also when nobody watched", async () => {
    const { store, folders, news } = setUp();
    store.put("t", file("a"));
    await folders.files("t");
    store.put("t", file("a"), file("b"));
    await folders.files("t");
    expect(news).toEqual(["t: created b"]);
  });

  it("gives a new version a later time, whatever its own says", async () => {
    const { store, folders } = setUp();
    const times: number[] = [];
    for (const [id, at] of [
      ["1", 1000],
      ["2", 1000],
      ["2", 1000],
      ["3", 900],
      ["4", 5000],
    ] as const) {
      store.put("t", file("a", { id, at }));
      times.push((await folders.files("t"))[0]?.at ?? 0);
    }
    expect(times).toEqual([1000, 1001, 1001, 1002, 5000]);
  });
});

it("hears of the files of a real run, and of its thread's end", async () => {
  const lab = await openLab({
    answers: [[cell("work()")], [say("Done.")]],
    python: {
      "work()": async (python) => {
        await python.write("a.csv", "changed");
        await python.write("made/b.csv", "x");
      },
    },
  });
  const folders = new ThreadFolders({ store: lab.client, log: silentLog, clock: new FakeClock() });
  onTestFinished(() => folders.dispose());
  const news: string[] = [];
  folders.onNews(({ changes, isGone }) => {
    news.push(
      ...changes.map(({ change, file: { name } }) => `${change} ${name}`),
      ...(isGone ? ["gone"] : []),
    );
  });
  const threadId = await lab.question("Go.", [await lab.upload("a.csv", "given")]);
  const [given] = await folders.files(threadId);
  folders.watch(threadId);
  await lab.ended({ id: await lab.client.ask(threadId, "Go on.", []), thread_id: threadId });
  await vi.waitUntil(() => news.includes("created made/b.csv"));
  expect(news).toEqual(["changed a.csv", "created made/b.csv"]);
  const [changed] = await folders.files(threadId);
  expect(changed?.original?.id).toBe(given?.id);
  await lab.threads.delete(threadId);
  await vi.waitUntil(() => news.includes("gone"));
  expect(news.slice(2)).toEqual(["deleted a.csv", "deleted made/b.csv", "gone"]);
});
