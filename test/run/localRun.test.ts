import { expect, it } from "vitest";
import type { RunChange } from "../../src/domain/event.ts";
import { GIVEN_CODE } from "../../src/domain/givenCode.ts";
import { DEFAULT_LIMITS } from "../../src/run/limits.ts";
import { LocalRunner } from "../../src/run/localRunner.ts";
import type { Model } from "../../src/run/model.ts";
import type { RunContext } from "../../src/run/runner.ts";
import { FakeSessions } from "../fakes/fakeSessions.ts";
import { say, ScriptedModel } from "../fakes/scriptedModel.ts";

/** What a run reports whose model is chosen like this. */
async function changesOf(model: () => Promise<Model>, more: Partial<RunContext> = {}): Promise<RunChange[]> {
  const changes: RunChange[] = [];
  const limits = () => ({ ...DEFAULT_LIMITS, maxCells: 7 });
  const runner = new LocalRunner({ model, sessions: new FakeSessions({ "1": () => {} }), limits });
  await runner.run({
    runId: "run_1",
    threadId: "thread_1",
    instructions: "Be brief.",
    turns: [{ role: "user", text: "Why?", files: [] }],
    dataDir: "/nowhere",
    signal: new AbortController().signal,
    emit: (change) => changes.push(change),
    keepFile: () => Promise.reject(new Error("Nothing is made.")),
    readFile: () => Promise.reject(new Error("Nothing is read.")),
    files: () => [],
    fileNames: () => [],
    recall: () => undefined,
    remember: () => {},
    ...more,
  });
  return changes;
}

class RemoteModel extends ScriptedModel {
  readonly destination = "api.example.com";
}

it("tells who answers, before it is asked, and nothing of sending where all stays here", async () => {
  const [started] = await changesOf(() => Promise.resolve(new ScriptedModel([[say("So.")]])));
  expect(started).toEqual({ type: "run.started", runId: "run_1", model: "scripted", maxCells: 7 });
});

it("tells where a remote model is, and exactly what it is told beside the thread", async () => {
  const model = new RemoteModel([[say("So.")]]);
  const [started] = await changesOf(() => Promise.resolve(model));
  const { instructions } = model.requests[0]!;
  expect(instructions).toMatch(/Be brief\.$/);
  expect(started).toMatchObject({ sent: { to: "api.example.com", instructions } });
});

it("begins and fails where no model can be had", async () => {
  const changes = await changesOf(() => Promise.reject(new Error("No key.")));
  expect(changes).toMatchObject([
    { type: "run.started" },
    { type: "run.ended", end: "failed", error: { message: "No key." } },
  ]);
  expect(changes[0]).not.toHaveProperty("model");
});

it("sends nothing when it was stopped while the model was chosen", async () => {
  const stop = new AbortController();
  const model = new RemoteModel([[say("So.")]]);
  const choose = async (): Promise<Model> => {
    stop.abort();
    return model;
  };
  const changes = await changesOf(choose, { signal: stop.signal });
  expect(changes.at(-1)).toMatchObject({ type: "run.ended", end: "cancelled" });
  expect(model.requests).toEqual([]);
});

it("chooses no model for code that is run as it is", async () => {
  const changes = await changesOf(() => Promise.reject(new Error("A model was chosen.")), {
    turns: [{ role: "user", text: "Run:\n```python\n1\n```", files: [] }],
    settings: { model: { model: GIVEN_CODE } },
  });
  expect(changes[0]).toEqual({ type: "run.started", runId: "run_1", model: GIVEN_CODE, maxCells: 7 });
  expect(changes.at(-1)).toMatchObject({ end: "completed" });
});
