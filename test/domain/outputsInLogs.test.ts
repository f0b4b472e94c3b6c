import { expect, it } from "vitest";
import { outputsInLogs } from "../../src/domain/outputsInLogs.ts";

const FRAMES = '  File "x", line 1, in <module>\n    1 / 0\n';
const TRACEBACK = `Traceback (most recent call last):\n${FRAMES}ValueError: x`;

it("knows a syntax error, which has no header", () => {
  const shown = '  File "x", line 1\n    1 +\nSyntaxError: invalid syntax';
  expect(outputsInLogs(`${shown}\n`)).toEqual([
    { kind: "error", name: "SyntaxError", message: "invalid syntax", traceback: shown.trim() },
  ]);
});

it("takes a word behind a traceback that was only printed for no exception", () => {
  const text = `${TRACEBACK}\nDone\n`;
  expect(outputsInLogs(text)).toEqual([{ kind: "stream", name: "stdout", text }]);
});

it("is done with millions of characters that look like frames at once", () => {
  const text = `${'  File "x", line 1\n'.repeat(200_000)}  !`;
  expect(outputsInLogs(text)).toHaveLength(1);
});
