import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import { COMMANDS } from "../../src/manifest.ts";
import type { HostMessage } from "../../src/panel/messages.ts";
import { type Handlers, PanelPort, type PortSource } from "../../src/panel/panelPort.ts";
import { question, THREAD, transcriptOf } from "../thread/events.ts";
import { FakeSource } from "./fakeSource.ts";

let posted: HostMessage[];
beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
});
afterEach(() => vi.useRealTimers());

const sourceWith = (handlers: Partial<Handlers> = {}): FakeSource =>
  new FakeSource({ transcript: transcriptOf(question("One")) }, handlers);

const open = (
  source: FakeSource = sourceWith(),
  { connect = () => Promise.resolve<PortSource>(source), execute = () => Promise.resolve() } = {},
): PanelPort => new PanelPort({ post: (message) => posted.push(message), connect, execute });

/** Another state, as a run makes them. */
const happen = (source: FakeSource, title: string): void =>
  source.change({ transcript: transcriptOf(question(title)) });

const ready = (id: number) => ({ id, type: "ready", params: {} });
const short = (): string[] =>
  posted.map((message) => ("revision" in message ? `${message.type} ${message.revision}` : message.type));

describe("requests of the page", () => {
  it("are answered by their handlers, with checked parameters", async () => {
    const send = vi.fn<Handlers["send"]>(() => Promise.resolve());
    const entry = { id: "t", title: "Coffee", updatedAt: 1, isHere: true, isBusy: false };
    const port = open(sourceWith({ send, history: () => Promise.resolve([entry]) }));
    await port.receive({ id: 1, type: "history", params: {} });
    await port.receive({ id: 2, type: "send", params: { text: "Why?", attachments: ["1"], extra: 1 } });
    expect(posted).toEqual([
      { type: "answer", id: 1, result: [entry] },
      { type: "answer", id: 2, result: undefined },
    ]);
    expect(send).toHaveBeenCalledExactlyOnceWith({ text: "Why?", attachments: ["1"] });
  });

  it.each([
    ["unknown", { id: 1, type: "format", params: {} }, "The panel asked for something unknown: format."],
    ["of an object's own name", { id: 1, type: "constructor", params: {} }, /something unknown/],
    ["with no object for parameters", { id: 1, type: "send", params: null }, /"send" was not understood/],
    ["with wrong parameters", { id: 1, type: "copy", params: { text: 1 } }, /"copy" was not understood/],
    ["to be ready, with wrong parameters", { id: 1, type: "ready", params: 7 }, /"ready" was not understood/],
  ])("that are %s get a fault", async (_, message, sentence) => {
    await open().receive(message);
    expect(posted).toEqual([{ type: "fault", id: 1, message: expect.stringMatching(sentence) as unknown }]);
  });

  it.each([
    [undefined],
    [null],
    [""],
    [7],
    [[]],
    [{}],
    [{ id: "1", type: "history", params: {} }],
    [{ id: 1, type: "history" }],
    [{ id: 1.5, type: "history", params: {} }],
  ])("that are no requests are passed over: %j", async (message) => {
    await open().receive(message);
    expect(posted).toEqual([]);
  });

  it("that fail get a fault with a sentence", async () => {
    const failure = new InterpreterError("user", "busy", "Still working.", { action: "Press Stop." });
    const port = open(
      sourceWith({
        history: () => Promise.reject(failure),
        attach: () => Promise.reject(new Error("disk full")),
        copy: () => {
          throw new Error("at once");
        },
      }),
    );
    await port.receive({ id: 1, type: "history", params: {} });
    await port.receive({ id: 2, type: "attach", params: {} });
    await port.receive({ id: 3, type: "copy", params: { text: "" } });
    expect(posted).toEqual([
      { type: "fault", id: 1, message: "Still working. Press Stop." },
      { type: "fault", id: 2, message: "disk full" },
      { type: "fault", id: 3, message: "at once" },
    ]);
  });
});

describe("the page's state", () => {
  it("comes as a snapshot once it is ready, and nothing before", async () => {
    const source = sourceWith();
    const port = open(source);
    happen(source, "Two");
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted).toEqual([]);
    await port.receive(ready(1));
    expect(posted).toEqual([
      { type: "answer", id: 1, result: undefined },
      { type: "snapshot", revision: 1, state: source.current },
    ]);
  });

  it("is kept new by at most one patch every 50 ms", async () => {
    const source = sourceWith();
    const port = open(source);
    await port.receive(ready(1));
    for (let step = 1; step <= 100; step++) {
      happen(source, `Question ${step}`);
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(50);
    const patches = posted.filter(({ type }) => type === "patch");
    expect(patches[0]).toMatchObject({ revision: 2, patch: { head: { title: "Question 1" } } });
    expect(patches).toHaveLength(11);
    expect(patches.at(-1)).toMatchObject({ revision: 12, patch: { head: { title: "Question 100" } } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted.filter(({ type }) => type === "patch")).toHaveLength(11);
  });

  it("comes whole again when the page missed a patch, and goes on from there", async () => {
    const source = sourceWith();
    const port = open(source);
    await port.receive(ready(1));
    happen(source, "Two");
    await vi.advanceTimersByTimeAsync(50);
    happen(source, "Three");
    await port.receive(ready(2));
    await vi.advanceTimersByTimeAsync(50);
    happen(source, "Four");
    await vi.advanceTimersByTimeAsync(50);
    expect(short()).toEqual([
      "answer",
      "snapshot 1",
      "patch 2",
      "patch 3",
      "answer",
      "snapshot 4",
      "patch 5",
    ]);
  });

  it("comes whole when another thread is opened, or none", async () => {
    const source = sourceWith();
    const port = open(source);
    await port.receive(ready(1));
    for (const transcript of [null, { ...transcriptOf(question("Two")), threadId: "thread_2" }]) {
      source.change({ transcript });
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(short()).toEqual(["answer", "snapshot 1", "snapshot 2", "snapshot 3"]);
    expect(source.current.transcript?.threadId).not.toBe(THREAD);
  });
});

describe("a source that is late", () => {
  it("has the page wait; what it asks meanwhile is answered then", async () => {
    const source = sourceWith();
    const loading = Promise.withResolvers<PortSource>();
    const port = open(source, { connect: () => loading.promise });
    const asked = [port.receive(ready(1)), port.receive({ id: 2, type: "copy", params: { text: "" } })];
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted).toEqual([]);
    loading.resolve(source);
    await Promise.all(asked);
    expect(short().sort()).toEqual(["answer", "answer", "snapshot 1"]);
    expect(source.listeners).toBe(1);
  });

  it("and fails is asked again when the page tries again; commands work meanwhile", async () => {
    const source = sourceWith();
    const connect = vi
      .fn<() => Promise<PortSource>>()
      .mockRejectedValueOnce(new InterpreterError("session", "no_disk", "The disk is full."))
      .mockResolvedValueOnce(source);
    const execute = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const port = open(source, { connect, execute });
    await port.receive(ready(1));
    await port.receive({ id: 2, type: "command", params: { command: COMMANDS.showLog } });
    await port.receive(ready(3));
    expect(posted).toMatchObject([
      { type: "fault", id: 1, message: "The disk is full." },
      { type: "answer", id: 2 },
      { type: "answer", id: 3 },
      { type: "snapshot", revision: 1 },
    ]);
    expect(execute).toHaveBeenCalledExactlyOnceWith(COMMANDS.showLog);
  });

  it("and comes after the view is gone is not listened to", async () => {
    const source = sourceWith();
    const loading = Promise.withResolvers<PortSource>();
    const port = open(source, { connect: () => loading.promise });
    const asked = port.receive(ready(1));
    port.dispose();
    loading.resolve(source);
    await asked;
    expect(source.listeners).toBe(0);
    expect(posted).toEqual([]);
  });
});

it("a page that comes again, a hundred times, gets all of it, by one listener and one timer", async () => {
  const source = sourceWith();
  const port = open(source);
  for (let round = 1; round <= 100; round++) {
    happen(source, `Question ${round}`);
    await port.receive(ready(round));
    expect(posted.at(-1)).toMatchObject({ state: { transcript: { title: `Question ${round}` } } });
    happen(source, `Question ${round}, changed`);
  }
  expect(source.listeners).toBe(1);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(vi.getTimerCount()).toBe(0);
  port.dispose();
  expect(source.listeners).toBe(0);
});

it("the keyboard is put into the page once it is there", async () => {
  const port = open();
  port.focus();
  expect(posted).toEqual([]);
  await port.receive(ready(1));
  port.focus();
  expect(short()).toEqual(["answer", "snapshot 1", "focus", "focus"]);
});

it("nothing is posted to a view that is gone", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const source = sourceWith({ send: () => promise });
  const port = open(source);
  await port.receive(ready(1));
  const sending = port.receive({ id: 2, type: "send", params: { text: "", attachments: [] } });
  happen(source, "Two");
  happen(source, "Three");
  port.dispose();
  resolve();
  await sending;
  await port.receive(ready(3));
  port.focus();
  happen(source, "Four");
  await vi.advanceTimersByTimeAsync(1000);
  expect(short()).toEqual(["answer", "snapshot 1", "patch 2"]);
});
