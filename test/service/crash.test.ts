import { expect, it } from "vitest";
import type { ThreadEvent } from "../../src/domain/event.ts";
import { say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused, temporaryFolder } from "./lab.ts";
import { runElsewhere } from "./otherProcess.ts";

const CLOSED = "The program was closed while this run worked. What it had made is kept: ask again to go on.";

it("keeps what was said when the program dies in the middle of a sentence", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "speaking", "text.delta");
  await other.kill();

  const lab = await openLab({ folder });
  const [work, message] = await expectFailed(lab, other.event);
  expect(work).toMatchObject({ type: "tool_calls", status: "completed" });
  expect(message).toMatchObject({ type: "message_creation", status: "failed" });
  const [answer] = await lab.answersIn(other.event.threadId);
  expect(answer).toMatchObject({ status: "incomplete", incomplete_details: { reason: "run_failed" } });
  expect(answer?.content).toMatchObject([{ text: { value: "Half an answ" } }]);
});

it("keeps what a cell had printed when the program dies while it runs", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "computing", "cell.output");
  await other.kill();

  const lab = await openLab({ folder });
  const [, loop] = await expectFailed(lab, other.event);
  expect(loop).toMatchObject({
    status: "failed",
    // What the run's error says is not said twice.
    last_error: { message: "Cut off with the run." },
    step_details: {
      tool_calls: [{ code_interpreter: { input: "loop()", outputs: [{ type: "logs", logs: "going\n" }] } }],
    },
  });
});

it("leaves alone a run that another living process carries out", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "computing", "cell.output");
  const { threadId, change } = other.event;
  const run = { id: "runId" in change ? change.runId : "", thread_id: threadId };

  const first = await openLab({ folder });
  expect(await first.retrieve(run)).toMatchObject({ status: "in_progress" });
  const adding = first.threads.messages.create(threadId, { role: "user", content: "?" });
  expect(await refusal(adding)).toEqual(
    refused(400, `Can't add messages to ${threadId} while a run ${run.id} is active.`),
  );
  expect((await first.run()).thread_id).not.toBe(threadId);

  await other.kill();
  const second = await openLab({ folder });
  expect(await second.retrieve(run)).toMatchObject({ status: "failed" });
});

/** The run has failed, nothing of before is lost, and the thread goes on; gives the run's steps. */
async function expectFailed(lab: Lab, { threadId, change }: ThreadEvent) {
  const id = "runId" in change ? change.runId : "";
  const run = await lab.retrieve({ id, thread_id: threadId });
  expect(run).toMatchObject({ status: "failed", last_error: { code: "server_error", message: CLOSED } });
  expect(run.failed_at).not.toBeNull();
  const steps = await lab.stepsOf(run);
  expect(steps).toHaveLength(2);
  const [made] = await lab.client.files(threadId);
  expect(made).toMatchObject({ name: "made.csv" });
  expect(Buffer.from(await lab.client.content(made!.id)).toString()).toBe("made");

  const again = await openLab({ folder: lab.folder, answers: [[say("Now.")]] });
  await again.threads.messages.create(threadId, { role: "user", content: "Again?" });
  expect((await again.run(threadId)).status).toBe("completed");
  return steps;
}
