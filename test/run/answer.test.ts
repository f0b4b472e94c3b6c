import { describe, expect, it } from "vitest";
import type { RunChange } from "../../src/domain/event.ts";
import type { FileRef } from "../../src/domain/file.ts";
import { Answer } from "../../src/run/answer.ts";
import type { ModelEvent } from "../../src/run/model.ts";

const PICTURE: FileRef = { id: "file-1", name: "plot.png", bytes: 3, mime: "image/png" };
const text = (delta: string): ModelEvent => ({ type: "text", delta });
const cell = (id: string, code: string): ModelEvent[] => [
  { type: "cell.started", id },
  { type: "cell.code", delta: code },
  { type: "cell.done", code },
];

/** An answer that took in these events, and what it reported of them. */
function take(events: readonly ModelEvent[], images: readonly FileRef[] = []) {
  const reported: RunChange[] = [];
  const answer = new Answer("run", (change) => reported.push(change), images);
  for (const event of events) answer.take(event);
  return { answer, reported, types: () => reported.map(({ type }) => type) };
}

describe("an answer", () => {
  it("of words is one message, which ends when it is closed, once", () => {
    const { answer, reported, types } = take([text("Hel"), text("lo")]);
    answer.closeText([PICTURE]);
    answer.closeText([]);
    expect(types()).toEqual(["text.started", "text.delta", "text.delta", "text.done"]);
    expect(reported.at(-1)).toMatchObject({ text: "Hello", files: [PICTURE] });
    expect(new Set(reported.map((change) => "messageId" in change && change.messageId)).size).toBe(1);
  });

  it("begins no message for empty words", () => {
    const { answer, types } = take([text(""), text("")]);
    answer.closeText([]);
    expect(types()).toEqual([]);
    expect(answer.hasMessage).toBe(false);
  });

  it("begins its message with the pictures that no message carries yet", () => {
    const { reported } = take([text("Look")], [PICTURE]);
    expect(reported[0]).toMatchObject({ type: "text.started", images: [PICTURE] });
  });

  it("ends its words where the first cell begins, and drops later ones", () => {
    const { answer, types } = take([text("I count."), ...cell("1", "n"), text("There are 5.")]);
    expect(types()).toEqual(["text.started", "text.delta", "text.done", "cell.started", "cell.code"]);
    expect(answer.text).toBe("I count.");
  });

  it("reports its first cell as it is written, and lets later ones wait for their turn", () => {
    const { answer, types } = take([...cell("1", "a"), ...cell("2", "b")]);
    expect(types()).toEqual(["cell.started", "cell.code"]);
    expect(answer.cells.map(({ code, announced }) => [code, announced])).toEqual([
      ["a", true],
      ["b", false],
    ]);
    for (const one of answer.cells) answer.announce(one);
    expect(types()).toEqual(["cell.started", "cell.code", "cell.started"]);
  });

  it("gives cells ids of our own: a model's may repeat", () => {
    const { answer } = take([...cell("call_0", "a"), ...cell("call_0", "b")]);
    const [first, second] = answer.cells.map(({ id }) => id);
    expect(first).toMatch(/^call_[A-Za-z0-9]{24}$/);
    expect(second).not.toBe(first);
  });

  it("ends its words where the first call begins, and gives calls ids of our own", () => {
    const call: ModelEvent = { type: "call", name: "rate", arguments: "{}" };
    const { answer, types } = take([text("I ask."), call, call, text("It is 5.")]);
    expect(types()).toEqual(["text.started", "text.delta", "text.done"]);
    expect(answer.text).toBe("I ask.");
    expect(answer.isOpen).toBe(false);
    expect(answer.calls).toMatchObject([{ name: "rate", arguments: "{}" }, { name: "rate" }]);
    expect(answer.calls[0]?.id).toMatch(/^call_[A-Za-z0-9]{24}$/);
    expect(answer.calls[1]?.id).not.toBe(answer.calls[0]?.id);
  });

  it("takes the whole code over its pieces", () => {
    const events: ModelEvent[] = [...cell("1", "prin"), { type: "cell.done", code: "print(1)" }];
    expect(take(events).answer.cells[0]?.code).toBe("print(1)");
  });
});
