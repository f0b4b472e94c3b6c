import { expect, it } from "vitest";
import { say, thinkOn } from "../fakes/scriptedModel.ts";
import { openLab, refusal, refused, tools } from "./lab.ts";

it("keeps a thread from new messages and runs while one run has not ended, and from nothing afterwards", async () => {
  const lab = await openLab({ answers: [[thinkOn], [say("Now.")]] });
  const { runs, messages } = lab.threads;
  const run = await lab.start();
  await lab.begun(run);
  const { id, thread_id, assistant_id } = run;
  const addMessage = () => messages.create(thread_id, { role: "user", content: "And?" });
  expect(await refusal(addMessage())).toEqual(
    refused(400, `Can't add messages to ${thread_id} while a run ${id} is active.`),
  );
  expect(await refusal(runs.create(thread_id, { assistant_id }))).toEqual(
    refused(400, `Thread ${thread_id} already has an active run ${id}.`),
  );
  // Nothing of what was refused is there.
  expect((await messages.list(thread_id)).data).toHaveLength(1);
  expect((await runs.list(thread_id)).data.map((one) => one.id)).toEqual([id]);

  await runs.cancel(id, { thread_id });
  await lab.ended(run);
  await addMessage();
  expect((await lab.run(thread_id)).status).toBe("completed");
});

it("lets threads run side by side", async () => {
  const lab = await openLab({ answers: [[thinkOn], [thinkOn]] });
  const both = [await lab.start(), await lab.start()];
  for (const run of both) expect(await lab.retrieve(run)).toMatchObject({ cancelled_at: null });
  for (const { id, thread_id } of both) await lab.threads.runs.cancel(id, { thread_id });
  for (const run of both) expect((await lab.ended(run)).status).toBe("cancelled");
});

it("starts one run of two that are asked for at the same time", async () => {
  const lab = await openLab({ answers: [[thinkOn]] });
  const threadId = await lab.question();
  const assistant_id = await lab.assistant();
  const both = await Promise.allSettled(
    [1, 2].map(() => lab.threads.runs.create(threadId, { assistant_id })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

it("never writes a message into a thread whose run began while its files were copied", async () => {
  const lab = await openLab({ answers: [[thinkOn]] });
  const threadId = await lab.question();
  const assistant_id = await lab.assistant();
  const attachments = [{ file_id: await lab.upload("a.csv", "x"), tools }];
  const adding = lab.threads.messages.create(threadId, { role: "user", content: "late", attachments });
  const [added, run] = await Promise.allSettled([
    adding,
    lab.threads.runs.create(threadId, { assistant_id }),
  ]);
  expect(run.status).toBe("fulfilled");
  const events = await lab.eventsUntil(threadId, (change) => change.type === "run.started");
  const types = events.map(({ change }) => change.type);
  expect(types.lastIndexOf("message.added")).toBeLessThan(types.indexOf("run.created"));
  expect(types.filter((type) => type === "message.added")).toHaveLength(added.status === "fulfilled" ? 2 : 1);
});
