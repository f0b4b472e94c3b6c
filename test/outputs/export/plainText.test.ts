import { expect, it } from "vitest";
import { safeStem } from "../../../src/outputs/export/fileName.ts";
import { plainTextOf } from "../../../src/outputs/export/plainText.ts";
import { asSeen } from "../../../src/outputs/export/streams.ts";
import { textTable } from "../../../src/outputs/export/tables.ts";
import { everything, TABLE } from "./samples.ts";

it("has everything of the thread in order, each part under its name", () => {
  const parts = [...plainTextOf(everything).matchAll(/^\[(.+)\]$/gm)].map(([, name]) =>
    name?.replace(/, .*19.*$/, ""),
  );
  expect(parts).toEqual([
    ...["Question 1", "Attached", "Answer", "Cell 1, failed, 0.0 s", "Output", "Error"],
    ...["Cell 2, try 2, 0.0 s", "Output", "Output, standard error", "Table", "Output", "Output"],
    ...["Picture", "Picture", "Picture", "Answer", "Files made", "End of the run"],
    ...["Question 2", "Note", "Cell 3, stopped, 0.0 s", "Cell 4, its session ended, 0.0 s"],
    ...["Code that was not run", "End of the run"],
  ]);
});

it("names pictures, and has the reason of a failed run", () => {
  const text = plainTextOf(everything);
  expect(text).toContain("[Picture]\nMass by species (plots/mass.png)\n");
  expect(text).toContain("The run failed: The model was <gone>.");
  expect(text).not.toContain("\u001b");
});

it("aligns tables, letters of double width too", () => {
  expect(textTable(TABLE)).toBe(
    [
      "species  mass | g  species", //
      "Adélie`    3700.5  <b>",
      "젠투               a b",
      "2 of 344 rows",
    ].join("\n"),
  );
});

it("shows printed text as a terminal would at the end", () => {
  expect(asSeen("10 %\r20 %\r\n\u001b[1;31mred\u001b[0m \u001b]0;title\u0007end\u0000\r")).toBe(
    "20 %\nred end",
  );
  expect(asSeen("\r".repeat(200_000) + "x")).toBe("x");
  expect(asSeen("x".repeat(2_000_000))).toHaveLength(2_000_000);
});

it.each([
  ["Analyze penguins.csv.", "Analyze penguins.csv"],
  ["매출 자료를 분석해 줘", "매출 자료를 분석해 줘"],
  ['a/b\\c:d*e?f"g<h>i|j\nk', "a b c d e f g h i j k"],
  ["../../etc/passwd", "etc passwd"],
  ["…", "thread"],
  ["CON", "thread-CON"],
  ["x".repeat(500), "x".repeat(60)],
])("makes a file name of %j", (title, name) => {
  expect(safeStem(title)).toBe(name);
});
