import { describe, expect, it } from "vitest";
import { NumberPlaces } from "../../../media/panel/numberLinks.ts";
import type { Change } from "../../../src/domain/event.ts";
import { TABLE_MIME } from "../../../src/domain/tableMime.ts";
import { cell, cellDone, created, prints, question, running, transcriptOf } from "../../thread/events.ts";

const table = (cellId: string, data: (string | number | null)[][]): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId,
  output: {
    kind: "display",
    data: {
      [TABLE_MIME]: {
        fields: data[0]!.map(() => ({ name: "a", dtype: "float64" })),
        data,
        rowCount: data.length,
      },
    },
  },
});

/** Numbers of the text that are links, each with the id of its output. */
function linksIn(text: string, ...changes: Change[]): string[] {
  const { blocks } = transcriptOf(question("Why?"), created(), ...changes).turns[0]!;
  return new NumberPlaces(blocks).find(text).map(({ text: shown, place }) => `${shown} → ${place.outputId}`);
}
const cellThat = (id: string, ...outputs: Change[]): Change[] => [
  cell(id),
  running(id, `# Cell ${id}\nx`),
  ...outputs,
  cellDone(id),
];
const ONE = cellThat(
  "c1",
  prints("c1", "mean 3701.37, share 0.25, n 344\n"),
  table("c1", [["Vietnam", -17.4987, 39247]]),
);

describe("a number of the answer leads to the output that printed it", () => {
  it.each([
    ["as it stands", "It is 3701.37 g.", ["3701.37 → output-c1-0"]],
    ["with separators", "In all 39,247 bags.", ["39,247 → output-c1-1"]],
    ["rounded", "A drop of 17.5 % is much.", ["17.5 % → output-c1-1"]],
    ["rounded to a whole", "About 3,701 grams.", ["3,701 → output-c1-0"]],
    ["with the sign it had", "A change of −17.5 %.", ["−17.5 % → output-c1-1"]],
    ["short, but with a decimal", "A share of 0.25.", ["0.25 → output-c1-0"]],
    [
      "several",
      "Of 344 penguins, 3701.37 (0.25)",
      ["344 → output-c1-0", "3701.37 → output-c1-0", "0.25 → output-c1-0"],
    ],
    ["at the end of a sentence", "It is 344.", ["344 → output-c1-0"]],
  ])("%s", (_, text, links) => {
    expect(linksIn(text, ...ONE)).toEqual(links);
  });

  it.each([
    ["with the other sign", "A rise of +17.5 %."],
    ["that nobody printed", "It is 345, or 3701.38, or 18 %."],
    ["as short as any count", "There are 25 of them, and 3."],
    ["in a date, a time, a version, a name", "2024-03-44, 10:344, 3.344.1, plot_344.png, x344, 344px, #344"],
  ])("but not one %s", (_, text) => {
    expect(linksIn(text, ...ONE)).toEqual([]);
  });

  it("but not a year", () => {
    expect(linksIn("In 2024 it fell.", ...cellThat("c1", table("c1", [[2024, 1]])))).toEqual([]);
  });

  it("but not one that two outputs printed", () => {
    const [first, second] = [cellThat("c1", prints("c1", "344\n")), cellThat("c2", prints("c2", "344\n"))];
    expect(linksIn("344", ...first)).toEqual(["344 → output-c1-0"]);
    expect(linksIn("344", ...first, ...second)).toEqual([]);
  });

  it("and not to a try that failed", () => {
    const failed = [cell("c1"), running("c1", "x"), prints("c1", "344\n"), cellDone("c1", "error")];
    expect(linksIn("344", ...failed)).toEqual([]);
    expect(linksIn("344", ...failed, ...cellThat("c2", prints("c2", "344\n")))).toEqual([
      "344 → output-c2-0",
    ]);
  });

  it("a short percentage only where it was printed as one", () => {
    expect(linksIn("44 %", ...cellThat("c1", prints("c1", "44\n")))).toEqual([]);
    expect(linksIn("44 %", ...cellThat("c1", prints("c1", "44%\n")))).toEqual(["44 % → output-c1-0"]);
  });

  it("printed in pieces is one", () => {
    expect(linksIn("3701", ...cellThat("c1", prints("c1", "mean 37"), prints("c1", "01\n")))).toEqual([
      "3701 → output-c1-0",
    ]);
  });

  it("nothing is taken for the only one where not all was looked at", () => {
    const much = cellThat("c1", prints("c1", "344\n"), prints("c1", "x\n".repeat(300_000)));
    expect(linksIn("344", ...much)).toEqual([]);
  });
});
