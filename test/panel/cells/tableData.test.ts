import { describe, expect, it } from "vitest";
import { asTable, nextOrder, sortRows, toAligned, toCsv, toTsv } from "../../../media/panel/tableData.ts";
import type { Table } from "../../../src/domain/output.ts";

const ROWS: Table["data"] = [
  ["b", 10, true],
  ["a", null, false],
  ["item 10", "inf", true],
  ["item 9", -2.5, null],
];
const first = (rows: readonly Table["data"][number][]): unknown[] => rows.map(([name]) => name);

describe("rows are sorted", () => {
  it("by numbers, missing ones last both ways", () => {
    expect(first(sortRows(ROWS, { column: 1, direction: "ascending" }))).toEqual([
      "item 9",
      "b",
      "item 10",
      "a",
    ]);
    expect(first(sortRows(ROWS, { column: 1, direction: "descending" }))).toEqual([
      "item 10",
      "b",
      "item 9",
      "a",
    ]);
  });

  it("by words, with the numbers in them as numbers", () => {
    expect(first(sortRows(ROWS, { column: 0, direction: "ascending" }))).toEqual([
      "a",
      "b",
      "item 9",
      "item 10",
    ]);
  });

  it("not at all by a column that is not there", () => {
    expect(sortRows(ROWS, { column: 9, direction: "ascending" })).toEqual(ROWS);
  });

  it("up, down, and as they came, by presses of the same head", () => {
    const up = nextOrder(null, 1);
    const down = nextOrder(up, 1);
    expect([up, down, nextOrder(down, 1), nextOrder(down, 2)]).toEqual([
      { column: 1, direction: "ascending" },
      { column: 1, direction: "descending" },
      null,
      { column: 2, direction: "ascending" },
    ]);
  });
});

describe("a table as text", () => {
  const table: Table = {
    fields: [
      { name: "name", dtype: "str" },
      { name: "n", dtype: "int64" },
    ],
    data: [
      ['say "hi", you', 1],
      ["two\nlines\tand a tab", null],
    ],
    rowCount: 2,
  };

  it("is CSV that other programs read", () => {
    expect(toCsv(table)).toBe('name,n\n"say ""hi"", you",1\n"two\nlines\tand a tab",\n');
  });

  it("is tab-separated with one line a row", () => {
    expect(toTsv(table)).toBe('name\tn\nsay "hi", you\t1\ntwo lines and a tab\t\n');
  });

  it("is in columns, numbers to the right", () => {
    expect(toAligned(table)).toBe('name                 n\nsay "hi", you        1\ntwo lines and a tab\n');
  });
});

describe("what a sandbox sent is a table only when it has the form of one", () => {
  it.each([
    null,
    "table",
    {},
    { fields: [], data: [] },
    { fields: [{ name: 1, dtype: "x" }], data: [], rowCount: 0 },
    { fields: [null], data: [], rowCount: 0 },
    { fields: [], data: [1], rowCount: 0 },
    { fields: [], data: {}, rowCount: 0 },
  ])("%j is none", (value) => {
    expect(asTable(value)).toBeNull();
  });
});
