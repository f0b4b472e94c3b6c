import { expect, it } from "vitest";
import { Renames } from "../../../src/run/hosted/renames.ts";

const names = new Map([
  ["88e1-a.csv", "a.csv"],
  ["88e1-a.csv.zip", "a.csv.zip"],
  ["88e1-매출 자료.csv", "매출 자료.csv"],
  ["same.csv", "same.csv"],
]);
const TEXT =
  "See /mnt/data/88e1-a.csv and [the archive](sandbox:/mnt/data/88e1-a.csv.zip), /mnt/data/88e1-%EB%A7%A4%EC%B6%9C%20%EC%9E%90%EB%A3%8C.csv; /mnt/data/same.csv /mnt/data/88e";
const RENAMED =
  "See /mnt/data/a.csv and [the archive](sandbox:/mnt/data/a.csv.zip), /mnt/data/%EB%A7%A4%EC%B6%9C%20%EC%9E%90%EB%A3%8C.csv; /mnt/data/same.csv /mnt/data/88e";

it("replaces names whatever the pieces in which they come, and loses nothing", () => {
  for (let size = 1; size <= TEXT.length; size++) {
    const renames = new Renames(names);
    let shown = "";
    for (let start = 0; start < TEXT.length; start += size)
      shown += renames.add(TEXT.slice(start, start + size));
    expect(shown + renames.rest()).toBe(RENAMED);
  }
});

it("holds back nothing where every name is the same", () => {
  expect(new Renames(new Map([["a.csv", "a.csv"]])).add("/mnt/data/a")).toBe("/mnt/data/a");
});
