import { expect, it } from "vitest";
import { lookOf, orderFiles, orderThreads, sizeOf, titleOf } from "../../src/outputs/rows.ts";
import { file } from "./fakeStore.ts";

const given = file("given.csv", { role: "input" });
const original = { id: "file-old", name: "changed.csv", bytes: 1, mime: "text/csv" };
const changed = file("changed.csv", { original });
const made = file("made.png", { bytes: 1536 });

it("puts the open thread first, also one that the list does not have yet", () => {
  const threads = ["a", "b", "c"].map((id, at) => ({
    id,
    title: id.toUpperCase(),
    updatedAt: at,
    isBusy: false,
  }));
  const ids = (open: string): string[] =>
    orderThreads(threads, { threadId: open, title: "" }).map(({ id, title }) => `${id} ${title}`);
  expect(ids("b")).toEqual(["b B", "c C", "a A"]);
  expect(ids("new")).toEqual(["new ", "c C", "b B", "a A"]);
  expect(orderThreads(threads, null).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  expect(orderThreads(threads, { threadId: "c", title: "Renamed" })[0]).toEqual({
    id: "c",
    title: "Renamed",
    updatedAt: 2,
    isBusy: false,
  });
  expect(titleOf({ title: "" })).toBe("Untitled thread");
});

it("puts what code made first, then what it changed, then what was given", () => {
  const later = file("later.csv");
  expect(orderFiles([given, changed, made, later])).toEqual([made, later, changed, given]);
});

it("tells inputs and outputs apart by words", () => {
  expect([given, changed, made].map((one) => lookOf(one, "en"))).toMatchObject([
    { contextValue: "fileInput", description: "1 B · input", spoken: "given.csv, input, 1 B" },
    {
      contextValue: "fileInputChanged",
      description: "1 B · input, changed",
      spoken: "changed.csv, input, changed by code, 1 B",
    },
    { contextValue: "fileOutput", description: "2 KB", spoken: "made.png, output, 2 KB" },
  ]);
  expect(lookOf(made, "en").tooltip).toMatch(
    /^made\.png\ntext\/plain, 2 KB\n.*1970.*\nMade by the thread's code\.$/,
  );
});

it("writes sizes as people read them", () => {
  const sizes = [
    0,
    1023,
    1024,
    1024 ** 2 - 1,
    1.5 * 1024 ** 2,
    200 * 1024 ** 2,
    3 * 1024 ** 3,
    5000 * 1024 ** 3,
  ];
  expect(sizes.map((bytes) => sizeOf(bytes, "en"))).toEqual([
    "0 B",
    "1,023 B",
    "1 KB",
    "1,024 KB",
    "1.5 MB",
    "200 MB",
    "3 GB",
    "5,000 GB",
  ]);
});
