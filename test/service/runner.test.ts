import { expect, it } from "vitest";
import type { RunContext } from "../../src/run/runner.ts";
import { openLab } from "./lab.ts";

const NO_SESSIONS = { session: () => null, endSession: () => Promise.resolve() };

it("fails the run when its runner throws, and closes what was open", async () => {
  const run = async (context: RunContext): Promise<void> => {
    const of = { runId: context.runId, messageId: "msg_1" };
    context.emit({ type: "run.started", runId: of.runId });
    context.emit({ type: "text.started", ...of, stepId: "step_1", images: [] });
    context.emit({ type: "text.delta", ...of, delta: "Half an answ" });
    throw new Error("Out of luck.");
  };
  const lab = await openLab({ runner: { run, ...NO_SESSIONS } });
  const ended = await lab.run();
  const message = "The run ended by an error: Out of luck. What it had made is kept: ask again to go on.";
  expect(ended).toMatchObject({ status: "failed", last_error: { code: "server_error", message } });
  expect(await lab.stepsOf(ended)).toMatchObject([{ id: "step_1", status: "failed" }]);
  expect(await lab.answersIn(ended.thread_id)).toMatchObject([
    {
      id: "msg_1",
      status: "incomplete",
      incomplete_details: { reason: "run_failed" },
      content: [{ text: { value: "Half an answ" } }],
    },
  ]);
});

it("fails a run whose runner returns without an end, so that its thread is not locked for ever", async () => {
  const lab = await openLab({ runner: { run: () => Promise.resolve(), ...NO_SESSIONS } });
  const ended = await lab.run();
  expect(ended.last_error?.message).toContain("The runner ended without an end of the run.");
  await lab.threads.messages.create(ended.thread_id, { role: "user", content: "Again?" });
});

it("keeps what a runner notes about a thread for its later runs, and forgets it with the thread", async () => {
  const recalled: unknown[] = [];
  const run = (context: RunContext): Promise<void> => {
    const { runId } = context;
    recalled.push(context.recall("container"), context.recall("other"));
    context.remember("container", { id: `of ${runId}` });
    context.emit({ type: "run.started", runId });
    context.emit({ type: "run.ended", runId, end: "completed" });
    return Promise.resolve();
  };
  const lab = await openLab({ runner: { run, ...NO_SESSIONS } });
  const first = await lab.run();
  const second = await lab.run(first.thread_id);
  await lab.run(second.thread_id);
  expect(recalled).toEqual([
    ...[undefined, undefined],
    ...[{ id: `of ${first.id}` }, undefined],
    ...[{ id: `of ${second.id}` }, undefined],
  ]);
});
