import { expect, it } from "vitest";
import { linesText } from "../../src/editor/places.ts";

it.each([
  [[[3, 3]], "line 3"],
  [[[3, 9]], "lines 3–9"],
  [
    [
      [3, 9],
      [12, 12],
    ],
    "lines 3–9, 12",
  ],
  [
    [
      [3, 3],
      [4, 4],
      [5, 5],
    ],
    "lines 3–5",
  ],
  [
    [
      [3, 3],
      [3, 3],
    ],
    "line 3",
  ],
  [[1, 3, 5, 7, 9].map((line) => [line, line]), "lines 1–9 (in 5 places)"],
])("names %j as %j", (ranges, text) => {
  expect(linesText(ranges.map(([first = 0, last = 0]) => ({ first, last })))).toBe(text);
});

it("does not slow down with many cursors", () => {
  const ranges = Array.from({ length: 100_000 }, (_, line) => ({ first: line + 1, last: line + 1 }));
  expect(linesText(ranges)).toBe("lines 1–100000");
});
