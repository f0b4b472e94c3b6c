import { expect, it } from "vitest";
import { cancelled, InterpreterError, isCancelled, messageOf, sentenceOf } from "../../src/base/errors.ts";

it("an error is told with what to do, whatever was thrown", () => {
  const error = new InterpreterError("user", "no_file", "There is no file.", { action: "Check the path." });
  expect(sentenceOf(error)).toBe("There is no file. Check the path.");
  expect(sentenceOf(new InterpreterError("defect", "x", "Odd."))).toBe("Odd.");
  expect(sentenceOf(new Error("plain"))).toBe("plain");
  expect([messageOf("text"), messageOf(undefined), messageOf({ toString: () => "odd" })]).toEqual([
    "text",
    "undefined",
    "odd",
  ]);
});

it("an error keeps its cause and its status", () => {
  const cause = new Error("below");
  expect(new InterpreterError("upstream", "x", "y", { cause, status: 429 })).toMatchObject({
    name: "InterpreterError",
    kind: "upstream",
    code: "x",
    message: "y",
    cause,
    status: 429,
  });
  expect("cause" in new InterpreterError("upstream", "x", "y")).toBe(false);
});

it("what was cancelled is known, by us or by an abort", () => {
  const aborted: unknown = AbortSignal.abort().reason;
  expect([cancelled(), aborted].map(isCancelled)).toEqual([true, true]);
  expect([new Error("x"), AbortSignal.abort("why").reason, undefined].map(isCancelled)).toEqual([
    false,
    false,
    false,
  ]);
});
