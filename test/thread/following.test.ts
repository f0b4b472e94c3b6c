import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import { ThreadController } from "../../src/thread/threadController.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { created, ended, question, started } from "./events.ts";
import { FakeClient } from "./fakeClient.ts";

let client: FakeClient;
let clock: FakeClock;
let controller: ThreadController;
beforeEach(async () => {
  client = new FakeClient();
  clock = new FakeClock();
  controller = new ThreadController(client, silentLog, "", clock);
  client.happen("thread_a", question("Why?"), created());
  controller.open("thread_a");
  await vi.waitFor(() => expect(controller.transcript?.seq).toBe(2));
});
afterEach(() => controller.dispose());

const looks = (): string[] => client.calls.filter((call) => call.startsWith("follow"));
const FAULT = "The history of this thread cannot be read (disk I/O error). Trying again.";

describe("a thread whose log cannot be read for a while", () => {
  it("says so, is taken up where it broke off, and says when it is well", async () => {
    const seen: (string | null)[] = [];
    controller.onDidChange(() => seen.push(controller.fault));
    client.breakOff(new Error("disk I/O error"), new Error("disk I/O error"));
    await vi.waitFor(() => expect(controller.fault).toBe(FAULT));
    expect(controller.transcript?.turns).toHaveLength(1);
    client.happen("thread_a", started);
    await clock.pass(1000);
    expect(controller.transcript?.seq).toBe(2);
    await clock.pass(2000);
    await vi.waitFor(() => expect(controller.transcript?.seq).toBe(3));
    expect(controller.fault).toBeNull();
    expect(looks()).toEqual(["follow thread_a 0", "follow thread_a 2", "follow thread_a 2"]);
    expect([...new Set(seen)]).toEqual([FAULT, null]);
  });

  it("is well also where nothing happens any more", async () => {
    client.breakOff(new Error("disk I/O error"));
    await vi.waitFor(() => expect(controller.fault).toBe(FAULT));
    await clock.pass(1000);
    expect(controller.fault).toBe(FAULT);
    await clock.pass(2000);
    expect(controller.fault).toBeNull();
  });

  it("is tried again ever more seldom, and not once it is left", async () => {
    const failures = Array.from({ length: 40 }, () => new Error("disk I/O error"));
    client.breakOff(...failures);
    await vi.waitFor(() => expect(controller.fault).toBe(FAULT));
    await clock.pass(60_000);
    const count = looks().length;
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(12);
    controller.newThread();
    await clock.pass(60_000);
    expect(looks()).toHaveLength(count);
    expect(controller.fault).toBeNull();
  });
});

describe("a thread that somebody else deletes", () => {
  it("is left without an error", async () => {
    const seen: (string | undefined)[] = [];
    controller.onDidChange((transcript) => seen.push(transcript?.threadId));
    client.disappear("thread_a");
    await vi.waitFor(() => expect(client.calls).toContain("left thread_a"));
    await clock.pass(0);
    await vi.waitFor(() => expect(controller.transcript).toBeNull());
    expect(controller.fault).toBeNull();
    expect(seen).toEqual([undefined]);
    await controller.ask("Again?", []);
    expect(client.calls.at(-1)).toBe("ask thread_1 Again? []");
  });

  it("before it is opened shows nothing", async () => {
    client.disappear("thread_b");
    controller.open("thread_b");
    await vi.waitFor(() => expect(controller.transcript).toBeNull());
  });
});

describe("the history", () => {
  const summary = (id: string, updatedAt: number) => ({
    id,
    title: id,
    workspace: "",
    createdAt: 1,
    updatedAt,
    isBusy: false,
  });

  it("has the thread first in which something happened last; that one is opened again", async () => {
    client.threads = [summary("thread_c", 1), summary("thread_b", 3), summary("thread_d", 2)];
    expect((await controller.history()).map(({ id }) => id)).toEqual(["thread_b", "thread_d", "thread_c"]);
    controller.newThread();
    await controller.openLast();
    expect(controller.transcript?.threadId).toBe("thread_b");
  });

  it("renames a thread by one line", async () => {
    await controller.rename("thread_b", "  My\n  penguins ");
    expect(client.calls.at(-1)).toBe("renameThread thread_b My penguins");
    await controller.rename("thread_b", "😀".repeat(300));
    expect(client.calls.at(-1)).toBe(`renameThread thread_b ${"😀".repeat(200)}`);
  });

  it("deletes a thread, and leaves it when it is open", async () => {
    await controller.delete("thread_b");
    expect(controller.transcript?.threadId).toBe("thread_a");
    await controller.delete("thread_a");
    expect(controller.transcript).toBeNull();
    expect(client.calls).toContain("deleteThread thread_a");
  });

  it("keeps a thread whose run works, and says what to do", async () => {
    client.failures.set("deleteThread", Object.assign(new Error("Can't delete"), { status: 400 }));
    await expect(controller.delete("thread_a")).rejects.toMatchObject({
      kind: "user",
      code: "busy",
      action: "Stop it, then delete the thread.",
    });
    expect(controller.transcript?.threadId).toBe("thread_a");
  });

  it("takes a thread that is gone already for deleted", async () => {
    client.failures.set("deleteThread", Object.assign(new Error("No thread"), { status: 404 }));
    client.happen("thread_a", started, ended);
    await controller.delete("thread_a");
    expect(controller.transcript).toBeNull();
  });
});
