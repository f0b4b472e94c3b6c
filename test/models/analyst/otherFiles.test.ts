import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import { cities, lines } from "../tables.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const ROWS = Array.from({ length: 12 }, (_, row) => ({ city: `City ${row % 3}`, price: row * 2 }));
const ABILITIES = /^I am the built-in analyst: .* choose a model/;

describe("a workbook", () => {
  it("is read from its largest sheet, below a title", async () => {
    const book = await lab.take(
      "t.xlsx",
      `import openpyxl
book = openpyxl.Workbook()
book.active.append(["Read me"])
sheet = book.create_sheet("매출")
sheet.append(["Sales of 2024"])
sheet.append([])
for row in [["city", "price"], *([f"City {n % 3}", n * 2] for n in range(12))]:
    sheet.append(row)
book.save("/mnt/data/t.xlsx")`,
    );
    const { answer } = await lab.ask("Analyze it", { "t.xlsx": book });
    expect(answer).toContain("**t.xlsx**, sheet 매출 of 2, in short");
    expect(answer).toContain("12 rows and 2 columns (city, price)");
    expect(answer).toContain("from 9 (City 0) to 13 (City 2)");
  });

  it("that is none is said to be none", async () => {
    const { answer } = await lab.ask("Analyze it", { "t.xlsx": "PK no" });
    expect(answer).toMatch(
      /^\*\*t.xlsx\*\* could not be read as a table: `.*`\. Is it what its name says\?$/,
    );
  });
});

describe("JSON", () => {
  it.each([
    ["as a list", JSON.stringify(ROWS)],
    ["with a byte order mark", `\uFEFF${JSON.stringify(ROWS)}`],
    ["inside of an object", JSON.stringify({ status: "ok", data: ROWS, pages: [1] })],
    [
      "as columns",
      JSON.stringify({ city: ROWS.map(({ city }) => city), price: ROWS.map(({ price }) => price) }),
    ],
    ["as one object a line", ROWS.map((row) => JSON.stringify(row)).join("\n")],
  ])("%s is a table", async (_, text) => {
    const { answer } = await lab.ask("Analyze it", { "t.json": text });
    expect(answer).toContain("12 rows and 2 columns (city, price)");
    expect(answer).toContain("from 9 (City 0) to 13 (City 2)");
  });

  it.each([
    ["is broken", "[1, 2", "JSONDecodeError"],
    ["holds one value", '"hello"', "it holds a single value, not rows"],
  ])("that %s is said to be so", async (_, text, why) => {
    const { answer } = await lab.ask("Analyze it", { "t.json": text });
    expect(answer).toContain("**t.json** could not be read as a table");
    expect(answer).toContain(why);
  });
});

describe("a file that is not what it seems", () => {
  it.each([
    ["empty", "", "**t.csv** is empty (0 bytes)"],
    ["of blank lines", "\n\n\n", "**t.csv** has nothing but blank lines."],
    ["a picture", PNG, "**t.csv** is not a table: its first bytes are those of a PNG picture."],
    [
      "binary",
      Buffer.from([1, 0, 200, 0, 7]),
      "**t.csv** is not a table: its first bytes are those of a binary file.",
    ],
  ])("%s", async (_, bytes, start) => {
    const { answer } = await lab.ask("Analyze it", { "t.csv": bytes });
    expect(answer.startsWith(start)).toBe(true);
  });
});

it("a text is measured, and its words are counted", async () => {
  const { answer, outputs } = await lab.ask("Look", { "t.md": `# Alpha\n${lines(3, () => "alpha beta")}` });
  expect(answer).toContain("**t.md** has 4 lines, 8 words and 41 characters.");
  expect(JSON.stringify(outputs)).toContain('["alpha",4]');
});

it("questions without files are answered by what can be done", async () => {
  expect((await lab.ask("What is the capital of France?")).answer).toMatch(ABILITIES);
  expect((await lab.ask("")).answer).toMatch(ABILITIES);
});

it("of several files a table comes first, and each can be asked for by its name", async () => {
  const first = await lab.ask("Analyze them", { "p.png": PNG, "n.txt": "one two\n", "t.csv": cities() });
  expect(first.answer).toContain("**t.csv**, in short");
  expect(first.answer).toContain("I look at one file at a time; ask about **p.png**, **n.txt** separately");
  const second = await lab.ask("And n.txt?", {}, { before: first.turns });
  expect(second.answer).toContain("**n.txt** has 1 line, 2 words");
  const third = await lab.ask("Analyze it", { "v.txt": "three\n" }, { before: second.turns });
  const fourth = await lab.ask("Once more t.csv", {}, { before: third.turns });
  expect(third.answer).toContain("**v.txt** has 1 line, 1 word");
  expect(fourth.answer).toContain("**t.csv**, in short");
});
