import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import { cities, lines } from "../tables.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe("a column's name cannot become code, a formula or Markdown:", () => {
  it.each([
    ['"); print("injected'],
    ["a\nprint('injected')\n#"],
    ["{measure!r} {1/0} %s 100%"],
    ["it's \\ a \\n back\\slash"],
    ["$cost$ of $\\frac$"],
    ["매출 (원)"],
    ["a | b"],
    ["  spaced  "],
    ["[link](http://example.com) *bold* `code` <b>"],
    ["__import__('os')"],
    ["\u0007"],
    [""],
  ])("%j", async (name) => {
    const header = [`${name} group`, `${name} one`, `${name} two`].map(inQuotes).join(",");
    const { answer, cells, outputs, pictures } = await lab.ask("Analyze it", {
      "t.csv": `${header}\n${lines(30, (row) => `g${Math.floor(row / 10)},${row * 2},${row * row}`)}`,
    });
    const printed = outputs.flatMap((output) => (output.kind === "stream" ? output.text.split("\n") : []));
    expect(cells.filter(({ failed }) => failed)).toEqual([]);
    expect(printed).not.toContain("injected");
    expect(pictures).toHaveLength(3);
    expect(answer).toContain("strongest correlation: 0.97");
    expect(answer).toContain("from 9 (g0) to 49 (g2)");
    expect(answer).not.toMatch(/[^\\]\[link\]|[^\\]\*bold|[^\\]<b>/);
  });
});

it("names that differ by blanks only, or not at all, stay apart", async () => {
  const { answer } = await lab.ask("Analyze it", {
    "t.csv": `a,a,a \n${lines(9, (row) => `${row},${row * 2},7`)}`,
  });
  expect(answer).toContain("3 columns (a, a.1, a (3))");
});

it("a file's name cannot become code", async () => {
  const name = `"); print("injected`;
  const { answer, cells } = await lab.ask("Analyze it", { [`${name}.csv`]: cities() });
  expect(cells.some(({ failed }) => failed)).toBe(false);
  expect(answer).toContain(`](sandbox:/mnt/data/${name}-clean.csv)`);
});

it.each(["md", "html", "xml", "tex", "ts", "py", "pdf", "docx", "png", "zip", "json", "xlsx", "zzz"])(
  "nor when it is called .%s",
  async (extension) => {
    const name = `"); print("injected {1/0} \\ '\`.${extension}`;
    const { answer, outputs } = await lab.ask("Analyze it", { [name]: "1\n" });
    expect(JSON.stringify(outputs)).not.toMatch(/injected[^ ]*\\n"/);
    expect(answer).toContain("injected {1/0}");
  },
);

it("values cannot become Markdown, or break the answer's line", async () => {
  const text = `g,v\n${lines(12, (row) => `"[a](b) | ${row % 2}\n*line*",${row + (row % 2) * 10}`)}`;
  const { answer } = await lab.ask("Analyze it", { "t.csv": text });
  expect(answer).toContain(
    String.raw`its mean runs from 5 (\[a\](b) | 0 \*line\*) to 16 (\[a\](b) | 1 \*line\*)`,
  );
});

describe("a cell that fails does not spoil the answer:", () => {
  const CAREFUL = { "t.csv": `${cities(";", ",")}City 0;1;2;3\n` };

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("cell %i of a table that is read with care", async (breakCell) => {
    const { answer, cells, outputs } = await lab.ask("average price by city", CAREFUL, { breakCell });
    expect(cells[breakCell - 1]?.failed).toBe(true);
    expect(outputs.some((output) => output.kind === "error" && output.name === "MemoryError")).toBe(true);
    // Reading may fail altogether; then nothing is claimed.
    expect(answer).toMatch(/could not be .*MemoryError|12 rows and 2 columns/);
  });

  it("a cleaned copy that could not be written is not promised", async () => {
    const { cells } = await lab.ask("Analyze it", { "t.csv": cities() });
    const { answer } = await lab.ask("Analyze it", { "t.csv": cities() }, { breakCell: cells.length - 1 });
    expect(answer).toContain("A cleaned copy was not written: `MemoryError: broken by the test`");
    expect(answer).not.toContain("t-clean.csv");
  });

  it.each([
    ["penguins.pdf", 1],
    ["penguins.pdf", 2],
    ["penguins.docx", 1],
    ["gapminder.png", 1],
    ["gapminder.png", 2],
    ["penguin_bills.py", 2],
    ["seattle-weather.zip", 1],
    ["seattle-weather.zip", 2],
    ["seattle-weather.zip", 3],
    ["seattle-weather.zip", 4],
    ["seattle-weather.zip", 5],
    ["penguins.xlsx", 1],
    ["penguins.xlsx", 3],
  ])("of %s, cell %i", async (name, breakCell) => {
    const { answer, cells } = await lab.ask(
      "Analyze it",
      { [name]: await readFile(`samples/${name}`) },
      { breakCell },
    );
    expect(cells[breakCell - 1]?.failed).toBe(true);
    expect(answer).toContain(name);
  });

  it.each([
    ["Solve 3x = 12", {}],
    ["What is 2 + 3?", {}],
    ["```python\n1\n```", {}],
    ["Look", { "t.txt": "one\n" }],
    ["Look", { "t.json": "[]" }],
    ["Look", { "t.md": "# One\n" }],
    ["Look", { "t.html": "<p>one" }],
    ["Look", { "t.ts": "let a;\n" }],
    ["Run", { "t.py": "1\n" }],
    ["Look", { "t.zzz": "one\n" }],
  ])("%j", async (question, files) => {
    const { cells } = await lab.ask(question, files, { breakCell: 1 });
    expect(cells[0]?.failed).toBe(true);
  });
});
