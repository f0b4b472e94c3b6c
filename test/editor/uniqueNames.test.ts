import { expect, it } from "vitest";
import { uniqueNames } from "../../src/editor/uniqueNames.ts";

const names = (...paths: string[]): string[] =>
  uniqueNames(
    paths.map((path) => {
      const [name = "", folder = ""] = path.split("/").toReversed();
      return { name, folder };
    }),
  );

it("keeps names that occur once", () => {
  expect(names("2023/a.csv", "2023/b.csv", ".env")).toEqual(["a.csv", "b.csv", ".env"]);
});

it("tells files of one name apart by their folders", () => {
  expect(names("2023/sales.csv", "2024/Sales.csv", "b.csv")).toEqual([
    "2023-sales.csv",
    "2024-Sales.csv",
    "b.csv",
  ]);
});

it("tells them apart by numbers where folders do not", () => {
  expect(names("x/a.csv", "x/a.csv", "x-a.csv", "a.csv")).toEqual([
    "x-a.csv",
    "x-a-2.csv",
    "x-a-3.csv",
    "a.csv",
  ]);
});

it("takes the same letters in another Unicode form for the same name", () => {
  expect(names("a/é.csv".normalize("NFC"), "b/é.csv".normalize("NFD")).map((name) => name[0])).toEqual([
    "a",
    "b",
  ]);
});
