import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunChange } from "../../src/domain/event.ts";
import { BatchedEmit } from "../../src/run/batch.ts";

const started: RunChange = { type: "run.started", runId: "run" };
const words = (delta: string): RunChange => ({ type: "text.delta", runId: "run", messageId: "msg", delta });
const code = (delta: string): RunChange => ({ type: "cell.code", runId: "run", cellId: "call", delta });
const printed = (text: string, name: "stdout" | "stderr" = "stdout"): RunChange => ({
  type: "cell.output",
  runId: "run",
  cellId: "call",
  output: { kind: "stream", name, text },
});

describe("output on its way to the log", () => {
  let sent: RunChange[];
  let batch: BatchedEmit;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    batch = new BatchedEmit((change) => sent.push(change));
  });
  afterEach(() => vi.useRealTimers());

  it("is sent in one piece after 50 ms", () => {
    for (const letter of "abc") batch.emit(printed(letter));
    vi.advanceTimersByTime(49);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([printed("abc")]);
    batch.emit(printed("d"));
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([printed("abc"), printed("d")]);
  });

  it("is sent 50 ms after its first piece, not after its last", () => {
    for (let count = 0; count < 5; count++) {
      batch.emit(words("x"));
      vi.advanceTimersByTime(20);
    }
    expect(sent[0]).toEqual(words("xxx"));
  });

  it("is sent when it has 64 K characters, without waiting", () => {
    batch.emit(printed("x".repeat(64 * 1024 - 1)));
    expect(sent).toEqual([]);
    batch.emit(printed("x"));
    expect(sent).toEqual([printed("x".repeat(64 * 1024))]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
  });

  it("keeps its order: anything else sends what waited first", () => {
    batch.emit(words("a"));
    batch.emit(words("b"));
    batch.emit(started);
    expect(sent).toEqual([words("ab"), started]);
  });

  it("is joined only with its own kind", () => {
    const changes = [words("a"), code("b"), printed("c"), printed("d", "stderr"), printed("e")];
    for (const change of changes) batch.emit(change);
    batch.flush();
    expect(sent).toEqual(changes);
  });

  it("does not hold back what is no text", () => {
    const table: RunChange = {
      type: "cell.output",
      runId: "run",
      cellId: "call",
      output: { kind: "display", data: { "text/plain": "1" } },
    };
    batch.emit(started);
    batch.emit(table);
    expect(sent).toEqual([started, table]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is sent by flush, once", () => {
    batch.emit(words("a"));
    batch.flush();
    batch.flush();
    expect(sent).toEqual([words("a")]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells the next sender when it could not be written", () => {
    const full = new Error("The disk is full.");
    batch = new BatchedEmit(() => {
      throw full;
    });
    batch.emit(words("a"));
    vi.advanceTimersByTime(50);
    expect(() => batch.emit(started)).toThrow(full);
  });
});
