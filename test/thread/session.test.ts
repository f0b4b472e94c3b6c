import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import { ThreadController } from "../../src/thread/threadController.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { cell, cellDone, created, ended, question, running, session, started } from "./events.ts";
import { FakeClient } from "./fakeClient.ts";

const MINUTE_MS = 60_000;
let client: FakeClient;
let clock: FakeClock;
let controller: ThreadController;
beforeEach(() => {
  client = new FakeClient();
  clock = new FakeClock();
  controller = new ThreadController(client, silentLog, "", clock);
});
afterEach(() => controller.dispose());

const alive = (endsInMs: number) => ({
  runtime: "Python",
  isolation: ["own process"],
  endsAt: Date.now() + endsInMs,
});
const asked = (): string[] => client.calls.filter((call) => /^(endSession|interrupt)/.test(call));

describe("the session of the open thread", () => {
  it("is known from the start, told anew when code opens or uses one, and left with the thread", async () => {
    client.sessions.set("thread_a", alive(MINUTE_MS));
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.session).toMatchObject({ runtime: "Python" }));
    for (const change of [session(true), cellDone("c"), ended]) {
      const next = alive(MINUTE_MS + Math.random() * MINUTE_MS);
      client.sessions.set("thread_a", next);
      client.happen("thread_a", change);
      await vi.waitFor(() => expect(controller.session).toEqual(next));
    }
    controller.newThread();
    expect(controller.session).toBeNull();
  });

  it("is over when its time is, and listeners are told", async () => {
    client.sessions.set("thread_a", alive(MINUTE_MS));
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.session).not.toBeNull());
    const seen: unknown[] = [];
    controller.onDidChange(() => seen.push(controller.session));
    client.sessions.delete("thread_a");
    await clock.pass(MINUTE_MS);
    await vi.waitFor(() => expect(seen).toEqual([null]));
  });

  it("is not over when code made it live on in the meantime", async () => {
    client.sessions.set("thread_a", alive(MINUTE_MS));
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.session).not.toBeNull());
    const later = alive(2 * MINUTE_MS);
    client.sessions.set("thread_a", later);
    await clock.pass(MINUTE_MS);
    await vi.waitFor(() => expect(controller.session).toEqual(later));
  });

  it("is not asked for once for every event of an old thread", async () => {
    const cells = Array.from({ length: 200 }, (_, count) => [cell(`c${count}`), cellDone(`c${count}`)]);
    client.happen("thread_a", question("Why?"), created(), started, ...cells.flat(), ended);
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.transcript?.turns[0]?.state).toBe("completed"));
    expect(client.calls.filter((call) => call.startsWith("session")).length).toBeLessThan(10);
  });

  it("that cannot be asked for counts as none", async () => {
    client.failures.set("session", new Error("disk"));
    client.sessions.set("thread_a", alive(MINUTE_MS));
    controller.open("thread_a");
    await vi.waitFor(() => expect(client.calls).toContain("session thread_a"));
    expect(controller.session).toBeNull();
  });
});

describe("restarting", () => {
  it("ends the session", async () => {
    client.sessions.set("thread_a", alive(MINUTE_MS));
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.session).not.toBeNull());
    await controller.restartSession();
    await vi.waitFor(() => expect(controller.session).toBeNull());
    expect(asked()).toEqual(["endSession thread_a"]);
  });

  it("is refused while a run works, and nothing when no thread is open", async () => {
    await controller.restartSession();
    client.happen("thread_a", question("Why?"), created(), started);
    controller.open("thread_a");
    await vi.waitFor(() => expect(controller.busy).toBe(true));
    await expect(controller.restartSession()).rejects.toMatchObject({ kind: "user", code: "busy" });
    expect(asked()).toEqual([]);
  });
});

describe("interrupting", () => {
  it("ends the cell that runs", async () => {
    await controller.interruptCell();
    client.happen("thread_a", question("Why?"), created(), started, cell("c"), running("c", "loop()"));
    controller.open("thread_a");
    await controller.interruptCell();
    expect(asked()).toEqual(["interrupt thread_a"]);
  });

  it("is no error when the cell ended first, but is one when it fails otherwise", async () => {
    controller.open("thread_a");
    client.failures.set("interrupt", Object.assign(new Error("No code"), { status: 400 }));
    await controller.interruptCell();
    client.failures.set("interrupt", new Error("disk full"));
    await expect(controller.interruptCell()).rejects.toThrow("disk full");
  });
});
