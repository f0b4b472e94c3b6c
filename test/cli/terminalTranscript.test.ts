import { expect, it } from "vitest";
import { TerminalTranscript } from "../../src/cli/terminalTranscript.ts";
import type { Change } from "../../src/domain/event.ts";
import {
  cell,
  cellDone,
  code,
  logOf,
  prints,
  question,
  running,
  text,
  textDone,
  words,
} from "../thread/events.ts";

/** What a terminal shows after these changes. */
function shown(...changes: Change[]): string {
  let all = "";
  const terminal = new TerminalTranscript((piece) => (all += piece));
  for (const event of logOf(...changes)) terminal.show(event);
  return all;
}

const display = (data: Record<string, string | object>): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId: "c",
  output: { kind: "display", data: data as Record<string, string> },
});

it("a thread is shown as it grows: question, words, code and what it printed", () => {
  const changes = [
    question("Why?"),
    text("m"),
    words("m", "I'll "),
    words("m", "see."),
    textDone("m", "I'll see."),
    cell("c"),
    code("c", "pri"),
    running("c", "if 1:\n\n    print(1)\n"),
    prints("c", "a"),
    prints("c", " b\n\nc"),
    cellDone("c"),
  ];
  expect(shown(...changes)).toBe(
    `> Why?\n\nI'll see.\n\n    if 1:\n\n        print(1)\n    ${"─".repeat(40)}\n    a b\n\n    c\n`,
  );
});

it("tables are cut to what fits, and begin on a line of their own", () => {
  const table = {
    fields: [
      { name: "city", dtype: "str" },
      { name: "n", dtype: "int64" },
    ],
    data: [["x".repeat(40), 1], [null, 2], ...Array.from({ length: 20 }, (_, row) => ["y", row])],
    rowCount: 344,
  };
  const lines = shown(prints("c", "1"), display({ "application/vnd.dataresource+json": table })).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "    1",
    `    city${" ".repeat(22)}n`,
    `    ${"x".repeat(23)}…  1`,
    `${" ".repeat(30)}2`,
  ]);
  expect(lines.at(-2)).toBe("    … 344 rows");
  expect(lines).toHaveLength(14);
  expect(shown(display({ "text/plain": "repr" }))).toBe("    repr\n");
});

it("nothing that was printed can command the terminal", () => {
  const escape = "\u001B]0;title\u0007\u001B[2Jred\u009B31m\r\ttab\n";
  expect(shown(prints("c", escape), words("m", escape))).not.toMatch(/(?![\n\t])\p{Cc}/u);
  expect(shown(prints("c", escape))).toContain("\ttab\n");
});

it("an end that is none of a run is told", () => {
  const error = { code: "x", message: "Out of quota." };
  expect(shown({ type: "run.ended", runId: "run_1", end: "failed", error })).toBe(
    "\nThe run is failed. Out of quota.\n",
  );
  expect(shown({ type: "run.ended", runId: "run_1", end: "completed" })).toBe("");
});
