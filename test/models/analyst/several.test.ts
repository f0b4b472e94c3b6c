import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import { cities, lines } from "../tables.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const PEOPLE = `City;people\n${lines(2, (n) => `City ${n};${(n + 1) * 1000}`)}City 9;5\n`;

it("tables that share a key are joined, whatever their separators", async () => {
  const { answer, outputs, turns } = await lab.ask("Analyze them", {
    "p.csv": PEOPLE,
    "t.csv": cities(),
    "n.txt": "hello\n",
  });
  expect(answer).toContain("- **p.csv**: 3 rows, 2 columns\n- **t.csv**: 12 rows, 2 columns");
  expect(answer).toContain(
    "**p.csv** and **t.csv** share city: 2 of 3 of its values in the first are in the second",
  );
  expect(answer).toContain("[p-t-joined.csv](sandbox:/mnt/data/p-t-joined.csv). 4 rows found no partner.");
  expect(answer).toContain("12 rows and 3 columns (city, price, people)");
  expect((await lab.read("p-t-joined.csv")).split("\n").slice(0, 2)).toEqual([
    "city,price,people",
    "City 0,0.5,1000.0",
  ]);
  expect(answer).toContain("ask about **n.txt** separately");
  const cell = { role: "cell", id: "cell", failed: false, outputs } as const;
  const before = [...turns.slice(0, -1), cell, ...turns.slice(-1)];
  const later = await lab.ask("average people by city", {}, { before });
  expect(later.answer).toContain(
    "The mean of people by city runs from **1000** (City 0) to **2000** (City 1)",
  );
  const one = await lab.ask("How many rows has p.csv?", {}, { before });
  expect(one.answer).toContain("**3 rows**");
});

it("tables of the same columns are put below one another, in any order of them", async () => {
  const { answer } = await lab.ask("Analyze them", {
    "a.csv": cities(),
    "b.json": JSON.stringify({ data: [{ price: 1, City: "City 7" }] }),
    "c.csv": cities(),
  });
  expect(answer).toContain("[a-and-others-together.csv]");
  expect(answer).toContain("25 rows and 3 columns (city, price, file)");
});

it("tables that share nothing are said to, and the first is looked at", async () => {
  const { answer } = await lab.ask("Analyze them", { "t.csv": cities(), "u.csv": `a\n${lines(3, String)}` });
  expect(answer).toContain("They share no column whose values meet");
  expect(answer).toContain("**t.csv**, in short");
});

it("one that cannot be read does not spoil the others", async () => {
  const { answer } = await lab.ask("Analyze them", {
    "a.csv": Buffer.from([1, 0, 200, 0, 7]),
    "b.xlsx": "no",
    "t.csv": cities(),
  });
  expect(answer).toContain("**a.csv** is not a table");
  expect(answer).toContain("**b.xlsx** could not be read as a table");
  expect(answer).toContain("**t.csv**, in short");
});

describe("a workbook of several sheets", () => {
  it("names them all, and gives the one that is asked for", async () => {
    const book = await readFile("samples/penguins.xlsx");
    const { answer, turns } = await lab.ask("Analyze it", { "penguins.xlsx": book });
    expect(answer).toContain("sheet Biscoe of 4, in short");
    expect(answer).toContain("168 rows and 8 columns");
    expect(answer).toContain("Dream (124 × 8), Torgersen (52 × 8), Counts (9 × 3)");
    const second = await lab.ask("Analyze the sheet Counts", {}, { before: turns });
    expect(second.answer).toContain("sheet Counts of 4");
    expect(second.answer).toContain("9 rows and 3 columns (species, year, penguins)");
  });
});
