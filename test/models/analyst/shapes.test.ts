import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import { cities, lines } from "../tables.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const clean = async (): Promise<string[]> => (await lab.read("t-clean.csv")).trimEnd().split("\n");

describe("a table is read right", () => {
  it.each([
    ["with semicolons", cities(";")],
    ["with semicolons and decimal commas", cities(";", ",")],
    ["with tabs", cities("\t")],
    ["with pipes", cities("|")],
    ["with a title above it", `Prices, 2024\n\n${cities(";", ",")}`],
    ["with a title that a spreadsheet padded", `Prices 2024,\n,\n${cities()}`],
    ["with a separator at the end of each row", cities().replace(/(?<=5)$/gm, ",")],
  ])("%s", async (_, text) => {
    const { answer } = await lab.ask("Analyze it", { "t.csv": text });
    expect(answer).toContain("12 rows and 2 columns (city, price); no duplicate rows\n- no missing values");
    expect(answer).toContain("its mean runs from 9.5 (City 0) to 13.5 (City 2)");
    expect((await clean()).slice(0, 3)).toEqual(["city,price", "City 0,0.5", "City 1,2.5"]);
  });

  it("with a single column", async () => {
    const { answer, pictures } = await lab.ask("Analyze it", {
      "t.csv": `value\n${lines(12, (row) => `${row * row}`)}`,
    });
    expect(answer).toContain("12 rows and 1 column (value)");
    expect(answer).toContain("value: mean 42.17, from 0 to 121");
    expect(pictures).toEqual(["Distribution of value"]);
  });

  it("with rows of too many and too few cells", async () => {
    const { answer } = await lab.ask("Analyze it", { "t.csv": `${cities()}1,2,3,4\nCity 0\n` });
    expect(answer).toContain("1 row with more cells than columns left out");
    expect(answer).toContain("13 rows and 2 columns");
    expect(answer).toContain("1 missing value: price 1");
  });

  it("with line breaks and separators in quotes", async () => {
    const text = `name,note,n\n${lines(12, (row) => `p${row % 3},"one\ntwo, ""three""; four",${row}`)}`;
    const { answer } = await lab.ask("Analyze it", { "t.csv": text });
    expect(answer).toContain("12 rows and 3 columns (name, note, n)");
  });

  it("without a header", async () => {
    const { answer } = await lab.ask("Analyze it", { "t.csv": lines(12, (row) => `${row},${row * row}`) });
    expect(answer).toContain("which has no header");
    expect(answer).toContain("12 rows and 2 columns (column 1, column 2)");
  });

  it("with nothing but a header", async () => {
    const { answer } = await lab.ask("Analyze it", { "t.csv": "a;b;c\n" });
    expect(answer).toBe("**t.csv** has a header but no rows. Its columns: a, b, c.");
  });
});

describe("in the cleaned copy", () => {
  it("blanks around texts and repeated rows are gone, and groups do not come twice", async () => {
    const text = ` name ,n\n${lines(20, (row) => (row % 2 ? `  p${row % 5} ,${row % 5}` : `p${row % 5},${row % 5}`))}`;
    const { answer } = await lab.ask("Analyze it", { "t.csv": text });
    expect(answer).toContain("20 rows and 2 columns (name, n); 15 duplicate rows");
    expect(answer).toContain("5 rows, 10 cells trimmed, 15 duplicate or empty rows removed");
    expect(await clean()).toEqual(["name,n", "p0,0", "p1,1", "p2,2", "p3,3", "p4,4"]);
  });

  it.each([
    ["amounts are numbers", "n,amount", (row: number) => `${row},"$${row + 1},234.50"`, "0,1234.5"],
    [
      "continental amounts are numbers",
      "n;amount",
      (row: number) => `${row};${row + 1}.234,50 €`,
      "0,1234.5",
    ],
    ["codes keep their zeros", "n,code", (row: number) => `${row},0${1230 + row}`, "0,01230"],
    [
      "a day before its month is understood",
      "n,date",
      (row: number) => `${row},${row + 1}/02/2024`,
      "0,2024-02-01",
    ],
    ["German dates are understood", "n,date", (row: number) => `${row},${10 + row}.02.2024`, "0,2024-02-10"],
    ["versions are no dates", "n,version", (row: number) => `${row},1.2.${row}`, "0,1.2.0"],
  ])("%s", async (_, header, line, first) => {
    await lab.ask("Analyze it", { "t.csv": `${header}\n${lines(header === "n,date" ? 14 : 9, line)}` });
    expect((await clean())[1]).toBe(first);
  });

  it("times of several zones stay in order", async () => {
    const times = lines(4, (row) => `2024-03-${28 + row}T00:00:00+0${row < 2 ? 1 : 2}:00,${row}`);
    const { pictures } = await lab.ask("Analyze it", { "t.csv": `when,n\n${times}` });
    expect(pictures).toContain("N over time");
  });
});

it("a value that lies far out does not make the histogram endless", async () => {
  const { pictures } = await lab.ask("Analyze it", {
    "t.csv": `v\n${lines(100, (row) => (row === 7 ? "1000000000" : `${row}`))}`,
  });
  expect(pictures).toEqual(["Distribution of v"]);
});

it("names of rows become a column", async () => {
  const rows = lines(12, (row) => `row ${row},City ${row % 3},${row * 2}`);
  const { answer } = await lab.ask("Analyze it", { "t.csv": `city,price\n${rows}` });
  expect(answer).toContain("12 rows and 3 columns (index, city, price)");
  expect(answer).toContain("from 9 (City 0) to 13 (City 2)");
  const numbered = await lab.ask("Analyze it", {
    "t.csv": `,price\n${lines(12, (row) => `${row},${row * 2}`)}`,
  });
  expect(numbered.answer).toContain("12 rows and 2 columns (Unnamed: 0, price)");
});
