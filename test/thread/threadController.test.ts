import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import type { Change } from "../../src/domain/event.ts";
import type { Source } from "../../src/thread/source.ts";
import { ThreadController } from "../../src/thread/threadController.ts";
import { cell, created, ended, file, question, started } from "./events.ts";
import { FakeClient } from "./fakeClient.ts";

let client: FakeClient;
let controller: ThreadController;
beforeEach(() => {
  client = new FakeClient();
  controller = new ThreadController(client, silentLog, "file:///work");
});
afterEach(() => controller.dispose());

const source = (name: string): Source => ({ name, bytes: 1, open: () => Promise.resolve(new Blob(["x"])) });
const asked = (): string[] =>
  client.calls.filter((call) => /^(upload|ask|cancel|sendQueued|removeQueued)/.test(call));
const thread = (id: string, workspace = "file:///work") => ({
  id,
  workspace,
  title: "",
  createdAt: 1,
  updatedAt: 1,
  isBusy: false,
});

const failed: Change = { type: "run.ended", runId: "run_1", end: "failed" };

/** A question in a new thread whose run works. */
async function askAndRun(): Promise<void> {
  await controller.ask("Why?", []);
  client.happen("thread_1", question("Why?"), created(), started);
  await vi.waitFor(() => expect(controller.transcript?.turns[0]?.state).toBe("running"));
}

describe("asking", () => {
  it("sends files, then the question, to a thread that is made for it and then followed", async () => {
    await controller.ask("Why?", [source("a.csv"), source("b.csv")]);
    expect(asked()).toEqual(["upload a.csv", "upload b.csv", "ask thread_1 Why? [file-a.csv,file-b.csv]"]);
    client.happen("thread_1", question("Why?"), created(), started, ended);
    await vi.waitFor(() => expect(controller.transcript?.turns[0]?.state).toBe("completed"));
    await controller.ask("And?", []);
    expect(asked().at(-1)).toBe("ask thread_1 And? []");
    expect(client.calls.filter((call) => call.startsWith("createThread"))).toHaveLength(1);
  });

  it("while a run works has the question wait behind the others", async () => {
    await askAndRun();
    await controller.ask("And?", [source("a.csv")]);
    await controller.runCode("1");
    expect(asked()).toEqual([
      "ask thread_1 Why? []",
      "upload a.csv",
      "ask thread_1 And? [file-a.csv] behind",
      "ask thread_1 Run:\n```python\n1\n``` [] as is behind",
    ]);
    client.happen("thread_1", ended);
    await vi.waitFor(() => expect(controller.busy).toBe(false));
    await controller.ask("At last?", []);
    expect(asked().at(-1)).toBe("ask thread_1 At last? []");
  });

  it("twice at once keeps the order, in one thread, however long the first one's files take", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    client.uploading = promise;
    const first = controller.ask("First", [source("a.csv")]);
    const second = controller.ask("Second", []);
    expect(controller.busy).toBe(true);
    resolve();
    await Promise.all([first, second]);
    expect(asked()).toEqual([
      "upload a.csv",
      "ask thread_1 First [file-a.csv]",
      "ask thread_1 Second [] behind",
    ]);
    expect(controller.busy).toBe(false);
  });

  it("sends the second question also when the first one fails", async () => {
    client.failures.set("upload", new Error("gone"));
    const first = controller.ask("First", [source("a.csv")]);
    const second = controller.ask("Second", []);
    await expect(first).rejects.toThrow("gone");
    await second;
    expect(asked().at(-1)).toBe("ask thread_1 Second [] behind");
  });

  it.each(["upload", "createThread", "ask"])(
    "that fails at %s leaves the controller usable",
    async (method) => {
      client.failures.set(method, new Error("disk full"));
      await expect(controller.ask("Why?", [source("a.csv")])).rejects.toThrow("disk full");
      expect(controller.busy).toBe(false);
      await controller.ask("Once more", [source("a.csv")]);
      expect(asked().at(-1)).toMatch(/^ask thread_\d Once more \[file-a.csv\]$/);
    },
  );

  it("with a file that cannot be read sends nothing", async () => {
    const gone: Source = { ...source("a.csv"), open: () => Promise.reject(new Error("gone")) };
    await expect(controller.ask("Why?", [gone])).rejects.toThrow("gone");
    expect(asked()).toEqual([]);
    expect(controller.transcript).toBeNull();
  });

  it("stays with the thread it was asked in, also when that is left while a file is on its way", async () => {
    controller.open("thread_old");
    const { promise, resolve } = Promise.withResolvers<void>();
    client.uploading = promise;
    const sending = controller.ask("Why?", [source("a.csv")]);
    controller.newThread();
    resolve();
    await sending;
    expect(asked().at(-1)).toBe("ask thread_old Why? [file-a.csv]");
    expect(controller.transcript).toBeNull();
  });
});

describe("running code", () => {
  it("sends it as a question that is carried out as it is, in a thread that is named by it", async () => {
    await controller.runCode("x = 1\nx");
    expect(asked()).toEqual(["ask thread_1 Run:\n```python\nx = 1\nx\n``` [] as is"]);
    expect(client.calls[0]).toBe("createThread x = 1");
  });
});

describe("code that is too long for a message", () => {
  it("is refused with what to do instead", async () => {
    await expect(controller.runCode("#".repeat(256_000))).rejects.toMatchObject({
      kind: "user",
      message: "The code is longer than 256000 characters.",
    });
    expect(asked()).toEqual([]);
  });
});

describe("questions that wait", () => {
  const waiting = (id: string): Change => ({
    type: "question.queued",
    question: { id, text: `Question ${id}`, files: [] },
  });

  it("are sent and removed by the person", async () => {
    client.happen("thread_a", question("Why?"), created(), started, waiting("msg_2"), waiting("msg_3"));
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.transcript?.queue).toHaveLength(2));
    await expect(controller.sendQueued("msg_2")).rejects.toMatchObject({ kind: "user", code: "busy" });
    await controller.removeQueued("msg_3");
    client.happen("thread_a", failed);
    await vi.waitFor(() => expect(controller.busy).toBe(false));
    await controller.sendQueued("msg_2");
    expect(asked()).toEqual(["removeQueued thread_a msg_3", "sendQueued thread_a msg_2"]);
  });

  it.each([400, 404])("that somebody else sent or removed are no error (%d)", async (status) => {
    controller.open("thread_a");
    for (const method of ["sendQueued", "removeQueued"] as const) {
      client.failures.set(method, Object.assign(new Error("No such question."), { status }));
      await controller[method]("msg_2");
      client.failures.set(method, new Error("disk full"));
      await expect(controller[method]("msg_2")).rejects.toThrow("disk full");
    }
  });

  it("are none of a thread that is not open", async () => {
    await controller.sendQueued("msg_2");
    await controller.removeQueued("msg_2");
    expect(asked()).toEqual([]);
  });
});

describe("trying again", () => {
  it("asks the last question once more, with its files", async () => {
    const files = [file("a.csv"), file("b.csv")];
    client.happen("thread_a", question("First"), created(), ended);
    client.happen("thread_a", question("Why?", "msg_2", files), created(), failed);
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.transcript?.turns[1]?.state).toBe("failed"));
    await controller.retry();
    expect(asked()).toEqual(["ask thread_a Why? [file-a.csv,file-b.csv]"]);
  });

  it("runs code as it is again", async () => {
    client.happen("thread_a", question("Run:\n```python\n1\n```"), created("run_1", "given-code"), ended);
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.transcript?.turns[0]?.state).toBe("completed"));
    await controller.retry();
    expect(asked()).toEqual(["ask thread_a Run:\n```python\n1\n``` [] as is"]);
  });

  it("is refused while a run works, and nothing where nothing was asked", async () => {
    await controller.retry();
    await askAndRun();
    await expect(controller.retry()).rejects.toMatchObject({ kind: "user", code: "busy" });
    expect(asked()).toEqual(["ask thread_1 Why? []"]);
  });
});

describe("stopping", () => {
  it("cancels the run that works, once", async () => {
    await askAndRun();
    await controller.stop();
    client.happen("thread_1", { type: "run.cancelling", runId: "run_1" });
    await vi.waitFor(() => expect(controller.transcript?.turns[0]?.state).toBe("stopping"));
    await controller.stop();
    expect(asked()).toEqual(["ask thread_1 Why? []", "cancel thread_1 run_1"]);
  });

  it("does nothing when nothing runs", async () => {
    await controller.stop();
    await askAndRun();
    client.happen("thread_1", ended);
    await vi.waitFor(() => expect(controller.busy).toBe(false));
    await controller.stop();
    expect(asked()).toEqual(["ask thread_1 Why? []"]);
  });

  it("is no error when the run ended first or is being cancelled, but is one when it fails otherwise", async () => {
    await askAndRun();
    client.failures.set("cancel", Object.assign(new Error("Cannot cancel run"), { status: 400 }));
    await controller.stop();
    client.failures.set("cancel", new Error("disk full"));
    await expect(controller.stop()).rejects.toThrow("disk full");
  });
});

describe("opening", () => {
  it("the last thread of the workspace shows it as it is", async () => {
    client.threads = [thread("thread_b", "file:///other"), thread("thread_a"), thread("thread_0")];
    client.happen("thread_a", question("Why?"), created(), cell("c"));
    await controller.openLast();
    await vi.waitFor(() => expect(controller.transcript).toMatchObject({ threadId: "thread_a", seq: 3 }));
    expect(controller.busy).toBe(true);
  });

  it("nothing when the workspace has no thread, or one was begun meanwhile", async () => {
    await controller.openLast();
    expect(controller.transcript).toBeNull();
    client.threads = [thread("thread_a")];
    controller.open("thread_b");
    await controller.openLast();
    expect(controller.transcript?.threadId).toBe("thread_b");
  });

  it("a new thread leaves the old one to itself", async () => {
    await askAndRun();
    const seen: (string | undefined)[] = [];
    controller.onDidChange((transcript) => seen.push(transcript?.threadId));
    controller.newThread();
    client.happen("thread_1", ended);
    await vi.waitFor(() => expect(client.calls).toContain("left thread_1"));
    expect(controller.transcript).toBeNull();
    expect(controller.busy).toBe(false);
    await controller.ask("Again?", []);
    expect(asked().at(-1)).toBe("ask thread_2 Again? []");
    expect(seen).toEqual([undefined, "thread_2"]);
  });

  it("another one while events come does not mix them", async () => {
    client.happen("thread_a", question("A"));
    client.happen("thread_b", question("B"));
    controller.open("thread_a");
    controller.open("thread_b");
    await vi.waitFor(() => expect(controller.transcript?.title).toBe("B"));
    client.happen("thread_a", question("A2", "msg_2"));
    await vi.waitFor(() => expect(client.calls).toContain("left thread_a"));
    expect(controller.transcript?.turns).toHaveLength(1);
  });
});
