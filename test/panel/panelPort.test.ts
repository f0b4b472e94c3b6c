import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import type { HostMessage, PanelState } from "../../src/panel/messages.ts";
import { type Handlers, PanelPort } from "../../src/panel/panelPort.ts";
import { question, THREAD, transcriptOf } from "../thread/events.ts";

const nothing = (): Promise<void> => Promise.resolve();
const HANDLERS: Handlers = {
  send: nothing,
  command: nothing,
  sendQueued: nothing,
  removeQueued: nothing,
  attach: () => Promise.resolve([{ id: "1", name: "a.csv", bytes: 1 }]),
  attachCurrentFile: () => Promise.resolve([]),
  attachSelection: () => Promise.resolve([]),
  attachUris: () => Promise.resolve([]),
  history: () => Promise.resolve([]),
  openThread: nothing,
  renameThread: nothing,
  deleteThread: nothing,
  openFile: nothing,
  saveFile: nothing,
  openSample: nothing,
  copy: nothing,
  revealFile: nothing,
  insertCode: nothing,
  openText: nothing,
  runCode: nothing,
};

const SURROUNDINGS = {
  model: "m",
  filesUri: "f",
  samples: [],
  session: null,
  suggestions: [],
  editor: null,
  isTrusted: true,
};

let posted: HostMessage[];
let state: PanelState;
beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  state = { ...SURROUNDINGS, transcript: transcriptOf(question("One")) };
});
afterEach(() => vi.useRealTimers());

const open = (handlers: Partial<Handlers> = {}): PanelPort =>
  new PanelPort(
    (message) => posted.push(message),
    () => state,
    { ...HANDLERS, ...handlers },
  );

/** Another state, as a run makes them. */
function happen(port: PanelPort, title: string): void {
  state = { ...state, transcript: transcriptOf(question(title)) };
  port.changed();
}

const ready = (id: number) => ({ id, type: "ready", params: {} });
const short = (): string[] =>
  posted.map((message) => ("revision" in message ? `${message.type} ${message.revision}` : message.type));

describe("requests of the page", () => {
  it("are answered by their handlers, with checked parameters", async () => {
    const send = vi.fn<Handlers["send"]>(nothing);
    const port = open({ send });
    await port.receive({ id: 1, type: "attach", params: {} });
    await port.receive({ id: 2, type: "send", params: { text: "Why?", attachments: ["1"], extra: 1 } });
    expect(posted).toEqual([
      { type: "answer", id: 1, result: [{ id: "1", name: "a.csv", bytes: 1 }] },
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
    const port = open({
      history: () => Promise.reject(failure),
      attach: () => Promise.reject(new Error("disk full")),
      copy: () => {
        throw new Error("at once");
      },
    });
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
    const port = open();
    happen(port, "Two");
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted).toEqual([]);
    await port.receive(ready(1));
    expect(posted).toEqual([
      { type: "answer", id: 1, result: undefined },
      { type: "snapshot", revision: 1, state },
    ]);
  });

  it("is kept new by at most one patch every 50 ms", async () => {
    const port = open();
    await port.receive(ready(1));
    for (let step = 1; step <= 100; step++) {
      happen(port, `Question ${step}`);
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(50);
    const patches = posted.filter(({ type }) => type === "patch");
    expect(patches).toHaveLength(10);
    expect(patches.at(-1)).toMatchObject({ revision: 11, patch: { head: { title: "Question 100" } } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted.filter(({ type }) => type === "patch")).toHaveLength(10);
  });

  it("comes whole again when the page missed a patch, and goes on from there", async () => {
    const port = open();
    await port.receive(ready(1));
    happen(port, "Two");
    await vi.advanceTimersByTimeAsync(50);
    happen(port, "Three");
    await port.receive(ready(2));
    await vi.advanceTimersByTimeAsync(50);
    happen(port, "Four");
    await vi.advanceTimersByTimeAsync(50);
    expect(short()).toEqual(["answer", "snapshot 1", "patch 2", "answer", "snapshot 3", "patch 4"]);
  });

  it("comes whole when another thread is opened, or none", async () => {
    const port = open();
    await port.receive(ready(1));
    for (const transcript of [null, { ...transcriptOf(question("Two")), threadId: "thread_2" }]) {
      state = { ...state, transcript };
      port.changed();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(short()).toEqual(["answer", "snapshot 1", "snapshot 2", "snapshot 3"]);
    expect(state.transcript?.threadId).not.toBe(THREAD);
  });
});

it("nothing is posted to a page that is gone", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const port = open({ send: () => promise });
  await port.receive(ready(1));
  const sending = port.receive({ id: 2, type: "send", params: { text: "", attachments: [] } });
  happen(port, "Two");
  port.dispose();
  resolve();
  await sending;
  await port.receive(ready(3));
  port.focus();
  happen(port, "Three");
  await vi.advanceTimersByTimeAsync(1000);
  expect(short()).toEqual(["answer", "snapshot 1"]);
});
