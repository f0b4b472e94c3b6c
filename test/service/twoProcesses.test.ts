import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { say } from "../fakes/scriptedModel.ts";
import { openLab, refusal, refused, temporaryFolder } from "./lab.ts";
import { readElsewhere, runElsewhere } from "./otherProcess.ts";

const SEEN_WITHIN_MS = 250;

it("shows what another process writes as it happens", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "ticking", "cell.output");
  const lab = await openLab({ folder });
  const leave = new AbortController();
  const delays: number[] = [];
  for await (const { at, change } of lab.client.events(other.event.threadId, other.event.seq, leave.signal)) {
    if (change.type === "cell.output") delays.push(Date.now() - at);
    if (delays.length === 40) leave.abort();
  }
  // All but those that a busy machine held up.
  const most = delays.slice(10).toSorted((a, b) => a - b)[24];
  expect(most).toBeLessThanOrEqual(SEEN_WITHIN_MS);
});

it("cancels a run of another living process, whose lock held until then", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "computing", "cell.output");
  const { threadId: thread_id, change } = other.event;
  const id = "runId" in change ? change.runId : "";
  const lab = await openLab({ folder, answers: [[say("Now.")]] });
  const { runs } = lab.threads;
  const starting = runs.create(thread_id, { assistant_id: await lab.assistant() });
  expect(await refusal(starting)).toEqual(
    refused(400, `Thread ${thread_id} already has an active run ${id}.`),
  );

  expect(await runs.cancel(id, { thread_id })).toMatchObject({ status: "cancelling" });
  expect((await other.ended).change).toMatchObject({ end: "cancelled" });
  const run = await lab.ended({ id, thread_id });
  expect(run.status).toBe("cancelled");
  expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual(["completed", "cancelled"]);
  expect(await refusal(runs.cancel(id, { thread_id }))).toMatchObject({ status: 400 });
  expect((await lab.run(thread_id)).status).toBe("completed");
});

it("ends a run whose process dies while this one lives, once somebody needs its thread", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({ folder, answers: [[say("Now.")]] });
  const other = await runElsewhere(folder, "computing", "cell.output");
  await other.kill();
  const { threadId, change } = other.event;
  await lab.threads.messages.create(threadId, { role: "user", content: "Are you there?" });
  const run = { id: "runId" in change ? change.runId : "", thread_id: threadId };
  expect(await lab.retrieve(run)).toMatchObject({ status: "failed" });
  expect((await lab.run(threadId)).status).toBe("completed");
});

it("tells those who follow a run that its process has died", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({ folder });
  const other = await runElsewhere(folder, "speaking", "text.delta");
  const { threadId, change } = other.event;
  const id = "runId" in change ? change.runId : "";
  const ended = lab.ended({ id, thread_id: threadId });
  await other.kill();
  expect(await ended).toMatchObject({ status: "failed" });
});

it("ends such a run also for who only looks at it", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({ folder });
  const other = await runElsewhere(folder, "speaking", "text.delta");
  const { threadId: thread_id, change } = other.event;
  const run = { id: "runId" in change ? change.runId : "", thread_id };
  expect(await lab.retrieve(run)).toMatchObject({ status: "in_progress" });
  await other.kill();
  expect(await lab.retrieve(run)).toMatchObject({ status: "failed" });
});

it("ends the events of a thread that another process deletes", async () => {
  const lab = await openLab();
  const threadId = await lab.question();
  const other = await readElsewhere(lab.folder, threadId);
  await sleep(50);
  await lab.threads.delete(threadId);
  expect(await other.end).toEqual({ code: 0, types: ["thread.created", "message.added"] });
});

it("finds what another process has added to a list", async () => {
  const lab = await openLab();
  const other = await openLab({ folder: lab.folder });
  const threadId = await other.question("From the other one.");
  expect((await lab.client.listThreads()).map(({ id }) => id)).toEqual([threadId]);
  expect((await lab.threads.messages.list(threadId)).data).toHaveLength(1);
});
