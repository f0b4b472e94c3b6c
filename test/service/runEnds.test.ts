import type { Run } from "openai/resources/beta/threads/runs/runs";
import { describe, expect, it } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import { onlyOpened, runOn } from "../fakes/fakeSessions.ts";
import { beginCell, cell, fail, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused } from "./lab.ts";

describe("a run that is cancelled", () => {
  it("says so at once, and ends with what it had", async () => {
    const lab = await openLab({ answers: [[say("Half an answ"), thinkOn]] });
    const run = await startUntil(lab, "text.delta");
    expect((await cancel(lab, run)).status).toBe("cancelling");
    const ended = await lab.ended(run);
    expect(ended).toMatchObject({ status: "cancelled", last_error: null });
    expect(ended.cancelled_at).not.toBeNull();
    const [answer] = await lab.answersIn(run.thread_id);
    expect(answer?.content).toMatchObject([{ text: { value: "Half an answ" } }]);
    await expectAllClosed(lab, run);
  });

  it("stops the cell that runs", async () => {
    const lab = await openLab({
      answers: [[cell("loop()")]],
      python: {
        "loop()": (python) => {
          python.print("going\n");
          return runOn(python);
        },
      },
    });
    const run = await startUntil(lab, "cell.output");
    await cancel(lab, run);
    expect((await lab.ended(run)).status).toBe("cancelled");
    expect(await lab.stepsOf(run)).toMatchObject([{ status: "cancelled", completed_at: null }]);
    expect((await lab.cellsOf(run))[0]?.outputs).toEqual([{ type: "logs", logs: "going\n" }]);
  });

  it("does not run code that was not written to its end", async () => {
    const lab = await openLab({ answers: [[beginCell("remo"), thinkOn]] });
    const run = await startUntil(lab, "cell.code");
    await cancel(lab, run);
    expect((await lab.ended(run)).status).toBe("cancelled");
    expect(await lab.stepsOf(run)).toMatchObject([{ type: "tool_calls", status: "cancelled" }]);
    expect((await lab.cellsOf(run))[0]).toEqual({ input: "remo", outputs: [] });
  });

  it("does not wait for Python to start", async () => {
    const sessions = {
      open: (_key: string, _dataDir: string, signal?: AbortSignal) =>
        new Promise<never>((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason as Error)),
        ),
      ...onlyOpened,
    };
    const lab = await openLab({ answers: [[cell("x")]], sessions });
    const run = await startUntil(lab, "cell.running");
    await cancel(lab, run);
    expect((await lab.ended(run)).status).toBe("cancelled");
    expect(await lab.stepsOf(run)).toMatchObject([{ status: "cancelled" }]);
  });

  it("cannot be cancelled again", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    const run = await lab.start();
    await cancel(lab, run);
    await lab.ended(run);
    const message = "Cannot cancel run with status 'cancelled'.";
    expect(await refusal(cancel(lab, run))).toEqual(refused(400, message));
  });
});

describe("a run ends", () => {
  it("as failed when the model throws, and the thread goes on", async () => {
    const error = new InterpreterError("upstream", "http", "The model's server is busy.", {
      action: "Try again later.",
      status: 429,
    });
    const lab = await openLab({ answers: [[say("Well, "), fail(error)], [say("Now it works.")]] });
    const run = await lab.run();
    expect(run).toMatchObject({
      status: "failed",
      last_error: { code: "rate_limit_exceeded", message: "The model's server is busy. Try again later." },
    });
    await expectAllClosed(lab, run);
    await lab.threads.messages.create(run.thread_id, { role: "user", content: "Again, please." });
    expect((await lab.run(run.thread_id)).status).toBe("completed");
  });

  it("as failed, with its cell, when Python does not start", async () => {
    const error = new InterpreterError("session", "python_start", "Python could not be started.");
    const sessions = { open: () => Promise.reject(error), ...onlyOpened };
    const lab = await openLab({ answers: [[cell("x")]], sessions });
    const run = await lab.run();
    const last_error = { code: "server_error", message: "Python could not be started." };
    expect(run).toMatchObject({ status: "failed", last_error });
    expect(await lab.stepsOf(run)).toMatchObject([{ status: "failed", last_error }]);
  });

  it("as failed when the model says nothing at all", async () => {
    const lab = await openLab({ answers: [[say("")]] });
    const run = await lab.run();
    expect(run.last_error?.message).toMatch(/^The model gave an empty answer\./);
    expect(await lab.answersIn(run.thread_id)).toEqual([]);
  });

  it("with a message that carries what was made when the model has no words for it", async () => {
    const lab = await openLab({
      answers: [[cell("plot()")], []],
      python: { "plot()": (python) => python.show("Plot") },
    });
    const run = await lab.run();
    expect(run.status).toBe("completed");
    expect((await lab.answersIn(run.thread_id))[0]?.content).toMatchObject([{ type: "image_file" }]);
  });

  it("as expired at its deadline, with what it had", async () => {
    const lab = await openLab({ answers: [[say("Let me think"), thinkOn]], limits: { runTimeoutMs: 50 } });
    const run = await lab.run();
    expect(run).toMatchObject({ status: "expired", last_error: null });
    await expectAllClosed(lab, run);
  });

  it("as incomplete when the model goes on writing code after its last cell", async () => {
    const lab = await openLab({
      answers: [[cell("x")], [cell("x")], [say("One more:"), cell("x")]],
      python: { x: (python) => python.print("out") },
      limits: { maxCells: 2 },
    });
    const run = await lab.run();
    expect(run).toMatchObject({ status: "incomplete", last_error: null });
    expect(lab.model.requests.map(({ mayRunCode }) => mayRunCode)).toEqual([true, true, false]);
    const outputs = (await lab.cellsOf(run)).map((call) => call.outputs.length);
    expect(outputs).toEqual([1, 1, 0]);
    await expectAllClosed(lab, run);
  });

  it("as incomplete when one answer has more cells than a run may have", async () => {
    const lab = await openLab({
      answers: [[cell("x"), cell("x"), cell("x")]],
      python: { x: (python) => python.print("out") },
      limits: { maxCells: 2 },
    });
    const run = await lab.run();
    expect(run.status).toBe("incomplete");
    expect(await lab.cellsOf(run)).toHaveLength(2);
    await expectAllClosed(lab, run);
  });
});

it("cancels what runs when the service is closed, and keeps it", async () => {
  const lab = await openLab({ answers: [[say("Half"), thinkOn]] });
  const run = await startUntil(lab, "text.delta");
  await lab.close();
  const again = await openLab({ folder: lab.folder });
  expect(await again.retrieve(run)).toMatchObject({ status: "cancelled" });
});

/** A run, once something of this kind has happened in it. */
async function startUntil(lab: Lab, type: string): Promise<Run> {
  const run = await lab.start();
  await lab.eventsUntil(run.thread_id, (change) => change.type === type);
  return run;
}

function cancel(lab: Lab, { id, thread_id }: Run): Promise<Run> {
  return lab.threads.runs.cancel(id, { thread_id });
}

/** Whatever ended the run, it leaves no step and no message open. */
async function expectAllClosed(lab: Lab, run: Run): Promise<void> {
  for (const { status } of await lab.stepsOf(run)) expect(status).not.toBe("in_progress");
  for (const { status } of await lab.answersIn(run.thread_id)) expect(status).not.toBe("in_progress");
}
