import { expect, it } from "vitest";
import { requestFor } from "../../src/run/request.ts";
import type { RunContext, RunSettings } from "../../src/run/runner.ts";

const contextOf = (settings?: RunSettings): RunContext => ({
  runId: "run",
  threadId: "thread",
  instructions: "Be brief.",
  turns: [],
  dataDir: "/nowhere",
  signal: new AbortController().signal,
  emit: () => {},
  keepFile: () => Promise.reject(new Error("not here")),
  readFile: () => Promise.resolve(new Uint8Array()),
  files: () => [],
  fileNames: () => [],
  recall: () => undefined,
  remember: () => {},
  ...(settings === undefined ? {} : { settings }),
});

it("asks for what is usual where nothing is said", () => {
  const request = requestFor(contextOf(), [], true, true, undefined);
  expect(request).toMatchObject({ mayRunCode: true, turns: [] });
  expect(request).not.toHaveProperty("functions");
  expect(request).not.toHaveProperty("settings");
});

it("demands a tool only once, so that the model can answer in words afterwards", () => {
  const context = contextOf({ model: { toolChoice: "required", temperature: 0.5 } });
  expect(requestFor(context, [], true, true, 10).settings).toEqual({
    toolChoice: "required",
    temperature: 0.5,
    maxCompletionTokens: 10,
  });
  expect(requestFor(context, [], true, false, undefined).settings).toEqual({ temperature: 0.5 });
});

it("allows no code where the run does not, or no cells are left", () => {
  expect(requestFor(contextOf({ mayRunCode: false }), [], true, true, undefined).mayRunCode).toBe(false);
  expect(requestFor(contextOf(), [], false, true, undefined).mayRunCode).toBe(false);
});
