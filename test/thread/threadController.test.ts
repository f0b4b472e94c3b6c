import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import type { Source } from "../../src/thread/source.ts";
import { ThreadController } from "../../src/thread/threadController.ts";
import { cell, created, ended, question, started } from "./events.ts";
import { FakeClient } from "./fakeClient.ts";

let client: FakeClient;
let controller: ThreadController;
beforeEach(() => {
  client = new FakeClient();
  controller = new ThreadController(client, silentLog, "file:///work");
});
afterEach(() => controller.dispose());

const source = (name: string): Source => ({ name, bytes: 1, open: () => Promise.resolve(new Blob(["x"])) });
const asked = (): string[] => client.calls.filter((call) => /^(upload|ask|cancel)/.test(call));
const thread = (id: string, workspace = "file:///work") => ({ id, workspace, title: "", createdAt: 1 });

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

  it("is refused while a run works, and possible again after it", async () => {
    await askAndRun();
    await expect(controller.ask("And?", [])).rejects.toMatchObject({ kind: "user", code: "busy" });
    client.happen("thread_1", ended);
    await vi.waitFor(() => expect(controller.busy).toBe(false));
    await controller.ask("And?", []);
    expect(asked()).toEqual(["ask thread_1 Why? []", "ask thread_1 And? []"]);
  });

  it("is refused while another question is being sent", async () => {
    const sending = controller.ask("First", []);
    await expect(controller.ask("Second", [])).rejects.toThrow("This thread is still working on a question.");
    await sending;
    expect(asked()).toEqual(["ask thread_1 First []"]);
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
