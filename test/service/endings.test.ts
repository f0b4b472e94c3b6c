import { describe, expect, it } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import { runOn } from "../fakes/fakeSessions.ts";
import { cell, fail, say, thinkOn, usage } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, tools } from "./lab.ts";

const SOON = { runTimeoutMs: 80 };

describe("words that are cut off", () => {
  it.each([
    ["run_cancelled", "cancelled", thinkOn, {}],
    ["run_failed", "failed", fail(new InterpreterError("upstream", "x", "Gone.")), {}],
    ["run_expired", "expired", thinkOn, SOON],
  ] as const)("say %s", async (reason, status, rest, limits) => {
    const lab = await openLab({
      answers: [[cell("work()")], [say("See sandbox:/mnt/data/a.csv, whi"), rest]],
      python: {
        "work()": async (python) => {
          await python.write("a.csv", "1");
          await python.write("b.csv", "2");
        },
      },
      limits,
    });
    const run = await lab.start();
    await lab.eventsUntil(run.thread_id, ({ type }) => type === "text.delta");
    if (status === "cancelled") await lab.threads.runs.cancel(run.id, { thread_id: run.thread_id });
    const ended = await lab.ended(run);
    expect(ended.status).toBe(status);
    const [message] = await lab.answersIn(run.thread_id);
    expect(message).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason },
      completed_at: null,
      content: [{ text: { annotations: [{ text: "sandbox:/mnt/data/a.csv" }] } }],
    });
    expect(message?.incomplete_at).not.toBeNull();
    // What was made is to be had, named or not.
    const made = await lab.client.files(run.thread_id);
    expect(message?.attachments).toEqual([{ file_id: made[1]?.id, tools }]);
    const step = (await lab.stepsOf(ended)).at(-1);
    expect(step).toMatchObject({ type: "message_creation", status });
  });

  it("are still known in the thread's next run", async () => {
    const lab = await openLab({ answers: [[say("Half an answ"), thinkOn], [say("Whole.")]] });
    const run = await lab.start();
    await lab.eventsUntil(run.thread_id, ({ type }) => type === "text.delta");
    await lab.threads.runs.cancel(run.id, { thread_id: run.thread_id });
    await lab.ended(run);
    await lab.run(run.thread_id);
    expect(lab.model.requests[1]?.turns.at(-1)).toMatchObject({ role: "assistant", text: "Half an answ" });
  });
});

describe("a cell that is cut off", () => {
  it("is expired with its run", async () => {
    const lab = await openLab({ answers: [[cell("loop()")]], python: { "loop()": runOn }, limits: SOON });
    const run = await lab.run();
    expect(run.status).toBe("expired");
    const [step] = await lab.stepsOf(run);
    expect(step).toMatchObject({ status: "expired", cancelled_at: null, completed_at: null });
    expect(step?.expired_at).not.toBeNull();
  });

  it("is cancelled when only it was stopped, and the run went on", async () => {
    const lab = await openLab({
      answers: [[cell("stop()")], [say("Then not.")]],
      python: { "stop()": () => ({ end: "stopped", reason: "Stopped." }) },
    });
    const run = await lab.run();
    expect(run.status).toBe("completed");
    expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual(["cancelled", "completed"]);
  });
});

describe("a limit of tokens", () => {
  const work = {
    "work()": (python: { write: (name: string, text: string) => Promise<void> }) =>
      python.write("a.csv", "1"),
  };

  it("of completions ends the run in the words that pass it", async () => {
    const lab = await openLab({ answers: [[say("A long answer."), usage(100, 256)]] });
    const run = await withLimit(lab, { max_completion_tokens: 256 });
    expect(run).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_completion_tokens" },
      max_completion_tokens: 256,
      usage: { completion_tokens: 256 },
    });
    expect(await lab.answersIn(run.thread_id)).toMatchObject([
      { status: "incomplete", incomplete_details: { reason: "max_tokens" } },
    ]);
    expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual(["completed"]);
  });

  it("of prompts ends the run before the next cell, and hands over what was made", async () => {
    const lab = await openLab({
      answers: [
        [cell("work()"), usage(200, 1)],
        [cell("work()"), usage(100, 1)],
      ],
      python: work,
    });
    const run = await withLimit(lab, { max_prompt_tokens: 256 });
    expect(run).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_prompt_tokens" } });
    expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual([
      "completed",
      "cancelled",
      "completed",
    ]);
    const [message] = await lab.answersIn(run.thread_id);
    expect(message?.attachments).toHaveLength(1);
  });

  it("is told to the model, as what is left of it", async () => {
    const lab = await openLab({
      answers: [
        [cell("work()"), usage(10, 100)],
        [say("Done."), usage(10, 10)],
      ],
      python: work,
    });
    const run = await withLimit(lab, { max_completion_tokens: 300 });
    expect(run.status).toBe("completed");
    const left = lab.model.requests.map(({ settings }) => settings?.maxCompletionTokens);
    expect(left).toEqual([300, 200]);
  });

  it("is held roughly where a model does not report its tokens", async () => {
    const lab = await openLab({ answers: [[say("word ".repeat(300))]] });
    const run = await withLimit(lab, { max_completion_tokens: 256 });
    expect(run).toMatchObject({ status: "incomplete", usage: null });
  });

  async function withLimit(lab: Lab, limit: object) {
    const body = { assistant_id: await lab.assistant(), ...limit };
    return lab.ended(await lab.threads.runs.create(await lab.question(), body));
  }
});

it("hands over what was made also when the number of cells ends the run", async () => {
  const lab = await openLab({
    answers: [[cell("work()"), cell("work()")]],
    python: {
      "work()": async (python) => {
        python.show("Plot");
        await python.write("a.csv", "1");
      },
    },
    limits: { maxCells: 1 },
  });
  const run = await lab.run();
  expect(run).toMatchObject({ status: "incomplete", incomplete_details: {} });
  expect(await lab.answersIn(run.thread_id)).toMatchObject([
    { status: "completed", content: [{ type: "image_file" }], attachments: [{ tools }] },
  ]);
});
