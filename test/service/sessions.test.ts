import { describe, expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import { FakeSessions, runOn } from "../fakes/fakeSessions.ts";
import { cell, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, temporaryFolder } from "./lab.ts";
import { runElsewhere } from "./otherProcess.ts";

const PYTHON = { "x = 1": () => {}, "loop()": runOn };

describe("the session of a thread", () => {
  it("is there from the first cell on, with where it runs and when it ends", async () => {
    const lab = await openLab({ answers: [[cell("x = 1")], [say("Done.")]], python: PYTHON });
    const threadId = await lab.question();
    expect(await lab.client.session(threadId)).toBeNull();
    const before = Date.now();
    await lab.run(threadId);
    const session = await lab.client.session(threadId);
    expect(session).toMatchObject({ runtime: "Fake Python", isolation: ["nothing runs"] });
    expect(session!.endsAt).toBeGreaterThanOrEqual(before + 60_000);
    expect(session!.endsAt).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it("can be restarted, and the next cell's is said to be a new one", async () => {
    const answers = [[cell("x = 1")], [say("Done.")], [cell("x = 1")], [say("Done again.")]];
    const lab = await openLab({ answers, python: PYTHON });
    const { thread_id } = await lab.run();
    await lab.client.endSession(thread_id);
    expect(await lab.client.session(thread_id)).toBeNull();
    await lab.client.endSession(thread_id);
    const again = await lab.run(thread_id);
    expect(await openedIn(lab, again.thread_id)).toEqual([false, true]);
    expect(lab.model.requests.at(-1)?.turns.at(-1)).toMatchObject({
      outputs: [{ text: expect.stringContaining("variables of earlier ones are gone") }],
    });
  });

  it("is not taken from a run that works", async () => {
    const lab = await openLab({ answers: [[cell("x = 1")], [thinkOn]], python: PYTHON });
    const { id, thread_id } = await lab.start();
    await lab.eventsUntil(thread_id, ({ type }) => type === "cell.done");
    await expect(lab.client.endSession(thread_id)).rejects.toMatchObject({
      status: 400,
      message: `Can't end the session of ${thread_id} while a run ${id} is active.`,
    });
    expect(await lab.client.session(thread_id)).not.toBeNull();
  });

  it("ends when another process has gone on with the thread, and the next cell's is said to be a new one", async () => {
    const folder = await temporaryFolder();
    const turn = [[cell("x = 1")], [say("Done.")]];
    const [sessions, others] = [new FakeSessions(PYTHON), new FakeSessions(PYTHON)];
    const lab = await openLab({ folder, answers: [...turn, ...turn, ...turn], sessions });
    const { thread_id } = await lab.run();
    await lab.run(thread_id);
    expect(await openedIn(lab, thread_id)).toEqual([false]);
    const other = await openLab({ folder, answers: turn, sessions: others });
    await other.run(thread_id);
    expect(sessions.ended).toEqual([]);
    await lab.run(thread_id);
    expect(sessions.ended).toEqual([thread_id]);
    expect(await openedIn(lab, thread_id)).toEqual([false, true, true]);
  });

  it("ends with the thread, also when another process deletes that", async () => {
    const folder = await temporaryFolder();
    const answers = [[cell("x = 1")], [say("Done.")], [cell("x = 1")], [say("Done.")]];
    const sessions = new FakeSessions(PYTHON);
    const lab = await openLab({ folder, answers, sessions });
    const first = await lab.run();
    await lab.threads.delete(first.thread_id);
    expect(sessions.ended).toEqual([first.thread_id]);

    const second = await lab.run();
    const following = lab.eventsUntil(second.thread_id, () => false);
    const other = await openLab({ folder });
    await other.threads.delete(second.thread_id);
    await following;
    expect(sessions.ended).toEqual([first.thread_id, second.thread_id]);
  });

  it("of a thread that is not there is not found", async () => {
    const { client } = await openLab();
    for (const ask of [
      client.session("thread_x"),
      client.endSession("thread_x"),
      client.interrupt("thread_x"),
    ]) {
      await expect(ask).rejects.toMatchObject({
        status: 404,
        message: "No thread found with id 'thread_x'.",
      });
    }
  });
});

describe("an interrupt", () => {
  it("ends the cell that runs; the run goes on, and the model knows who ended it", async () => {
    const lab = await openLab({ answers: [[cell("loop()")], [say("As you like.")]], python: PYTHON });
    const run = await lab.start();
    await lab.eventsUntil(run.thread_id, ({ type }) => type === "cell.running");
    await lab.client.interrupt(run.thread_id);
    expect((await lab.ended(run)).status).toBe("completed");
    expect(await doneIn(lab, run.thread_id)).toMatchObject([
      { end: "stopped", reason: "Interrupted. Variables and files are kept." },
    ]);
    expect(lab.model.requests[1]?.turns.at(-1)).toMatchObject({
      failed: true,
      outputs: [{ text: "The person interrupted this cell. Variables and files are kept.\n" }],
    });
    expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual(["cancelled", "completed"]);
  });

  it("of a cell whose Python is still starting keeps it from running", async () => {
    const starting = Promise.withResolvers<void>();
    const sessions = new FakeSessions(PYTHON);
    sessions.opening = starting.promise;
    const lab = await openLab({ answers: [[cell("loop()")], [say("As you like.")]], sessions });
    const run = await lab.start();
    await lab.eventsUntil(run.thread_id, ({ type }) => type === "cell.running");
    await lab.client.interrupt(run.thread_id);
    starting.resolve();
    expect((await lab.ended(run)).status).toBe("completed");
    expect(await doneIn(lab, run.thread_id)).toMatchObject([{ end: "stopped", durationMs: 0 }]);
  });

  it("is refused when no cell runs", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    const threadId = await lab.question();
    const refusal = { status: 400, message: `No code of thread ${threadId} is running.` };
    await expect(lab.client.interrupt(threadId)).rejects.toMatchObject(refusal);
    await lab.start(threadId);
    await expect(lab.client.interrupt(threadId)).rejects.toMatchObject(refusal);
  });

  it("reaches a cell of another process", async () => {
    const folder = await temporaryFolder();
    const other = await runElsewhere(folder, "computing", "cell.output");
    const lab = await openLab({ folder });
    const { threadId } = other.event;
    expect(await lab.client.session(threadId)).toBeNull();
    await lab.client.interrupt(threadId);
    await other.ended;
    expect(await doneIn(lab, threadId)).toMatchObject([
      { end: "ok" },
      { end: "stopped", reason: "Interrupted. Variables and files are kept." },
    ]);
  });
});

type Of<T extends Change["type"]> = Extract<Change, { type: T }>;

async function changesIn<T extends Change["type"]>(lab: Lab, threadId: string, type: T): Promise<Of<T>[]> {
  const found: Of<T>[] = [];
  for await (const { change } of lab.client.eventsSoFar(threadId)) {
    if (change.type === type) found.push(change as Of<T>);
  }
  return found;
}

const doneIn = (lab: Lab, threadId: string) => changesIn(lab, threadId, "cell.done");

async function openedIn(lab: Lab, threadId: string): Promise<boolean[]> {
  return (await changesIn(lab, threadId, "session.opened")).map(({ renewed }) => renewed);
}
