import { describe, expect, it } from "vitest";
import { newsOf } from "../../media/panel/news.ts";
import type { Change } from "../../src/domain/event.ts";
import {
  cell,
  cellDone,
  created,
  ended,
  prints,
  question,
  running,
  started,
  text,
  textDone,
  transcriptOf,
  words,
} from "../thread/events.ts";

/** What is said when the last `step` of these changes comes in. */
const said = (...changes: Change[]): string =>
  newsOf(transcriptOf(...changes.slice(0, -1)), transcriptOf(...changes));
const BEGIN = [question("Why?"), created(), started];
const CELL = [...BEGIN, cell("a"), running("a", "1")];
const stop: Change = { type: "run.ended", runId: "run_1", end: "cancelled" };
const limit: Change = { type: "run.ended", runId: "run_1", end: "incomplete" };

describe("a screen reader is told", () => {
  it.each<[string, Change[], string]>([
    ["that a run begins", [question("Why?"), created()], "Run started."],
    ["that a cell is finished", [...CELL, cellDone("a")], "Cell 1 finished."],
    ["that a cell failed", [...CELL, cellDone("a", "error")], "Cell 1 failed."],
    [
      "words once something follows",
      [...BEGIN, text("t"), words("t", "I **look** at [it](x)."), cell("a")],
      "I look at it.",
    ],
    [
      "words at the end, and the end",
      [...BEGIN, text("t"), textDone("t", "It is `4`."), ended],
      "It is 4. Run finished.",
    ],
    ["that a run was stopped", [...CELL, cellDone("a", "stopped"), stop], "Run stopped."],
    ["that a limit ended it", [...CELL, cellDone("a"), limit], "Run ended at a limit."],
  ])("%s", (_, changes, sentence) => expect(said(...changes)).toBe(sentence));

  it.each<[string, Change[]]>([
    ["tokens", [...BEGIN, text("t"), words("t", "I "), words("t", "look")]],
    ["what a cell prints", [...CELL, prints("a", "1\n")]],
    ["a cell that is being written", [...BEGIN, cell("a")]],
  ])("nothing about %s", (_, changes) => expect(said(...changes)).toBe(""));

  it("nothing when another thread is opened", () => {
    const after = transcriptOf(...CELL, cellDone("a"), ended);
    expect(newsOf(null, after)).toBe("");
    expect(newsOf({ ...transcriptOf(...CELL), threadId: "other" }, after)).toBe("");
  });

  it("the name of a cell's error", () => {
    const failed: Change = {
      type: "cell.output",
      runId: "run_1",
      cellId: "a",
      output: { kind: "error", name: "KeyError", message: "'x'", traceback: "" },
    };
    expect(said(...CELL, failed, cellDone("a", "error"))).toBe("Cell 1 failed: KeyError.");
  });
});
