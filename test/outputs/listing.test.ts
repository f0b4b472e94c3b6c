import { describe, expect, it } from "vitest";
import {
  entriesOf,
  filesBelow,
  findFile,
  foldersOf,
  originalsOf,
  takeListing,
} from "../../src/outputs/listing.ts";
import { pathOf, placeOf } from "../../src/outputs/place.ts";
import { file } from "./fakeStore.ts";

const ODD = [
  "a b.csv",
  "100%.csv",
  "#1.csv",
  "why?.csv",
  "a..b",
  "...",
  "매출.csv",
  "x".repeat(255),
  "back\\slash",
];

describe("a path of the virtual folder", () => {
  it.each(ODD)("keeps the name %s", (name) => {
    const place = { threadId: "thread_1", name: `in/${name}`, isOriginal: false };
    expect(placeOf(pathOf(place))).toEqual(place);
    expect(placeOf(pathOf({ ...place, isOriginal: true }))).toEqual({ ...place, isOriginal: true });
  });

  it.each(["/", "", "//"])("is the folder of all threads: %j", (path) => {
    expect(placeOf(path)).toEqual({ threadId: null, name: "", isOriginal: false });
  });

  it.each(["/../x", "/a b/x", "/%2e%2e/files", "/thread_1?x/y", "/.hidden/x"])(
    "leads nowhere: %s",
    (path) => {
      expect(placeOf(path)).toBeNull();
    },
  );

  it("takes a slash at the end, or two, for none and one", () => {
    expect(placeOf("//thread_1//in//")).toEqual({ threadId: "thread_1", name: "in", isOriginal: false });
  });
});

describe("a listing", () => {
  const files = [
    file("a.csv"),
    file("in/b.csv"),
    file("in/deep/c.csv"),
    file("inner.csv"),
    file("both"),
    file("both/d"),
  ];

  it("shows each folder's own entries", () => {
    expect([...entriesOf(files, "")]).toEqual([
      ["a.csv", "file"],
      ["in", "folder"],
      ["inner.csv", "file"],
      ["both", "file"],
    ]);
    expect([...entriesOf(filesBelow(files, "in") ?? [], "in")]).toEqual([
      ["b.csv", "file"],
      ["deep", "folder"],
    ]);
    expect(filesBelow(files, "inn")).toBeNull();
    expect(filesBelow([], "")).toEqual([]);
    expect([...foldersOf(files)]).toEqual(["in", "in/deep", "both"]);
  });

  it("finds a name also by the other Unicode forms of its letters, the exact one first", () => {
    const [composed, decomposed] = ["é.csv".normalize("NFC"), "é.csv".normalize("NFD")];
    expect(findFile([file(decomposed)], composed)?.name).toBe(decomposed);
    expect(findFile([file(decomposed), file(composed)], composed)?.name).toBe(composed);
    expect(findFile(files, "A.csv")).toBeUndefined();
  });

  it("leaves out names that are no path below a folder", () => {
    const wrong = ["../x", "a/../../x", "/abs", "a//b", "", ".", "a/."].map((name) => file(name));
    expect(takeListing(null, [...wrong, file("good")]).map(({ name }) => name)).toEqual(["good"]);
  });

  it("has the versions that were given beside it", () => {
    const original = { id: "file-old", name: "a.csv", bytes: 9, mime: "text/csv" };
    expect(originalsOf([file("a.csv", { original, at: 5 }), file("b.csv")])).toEqual([
      { ...original, role: "input", at: 5 },
    ]);
  });
});
