import { describe, expect, it } from "vitest";
import { doJobs, type Job, madeBy, planJobs, type Wish } from "../../src/outputs/saveJobs.ts";
import { placesFor } from "../../src/outputs/saveNames.ts";
import { file } from "./fakeStore.ts";

describe("places for names", () => {
  it("are the names where nothing is in the way", () => {
    const names = ["a.csv", "in/a.csv", ".hidden", "100% #1?.csv", "a..b"];
    expect(placesFor(names, false)).toEqual(names);
  });

  it("differ also where a file system ignores case or Unicode forms", () => {
    const [nfc, nfd] = ["é.png".normalize("NFC"), "é.png".normalize("NFD")];
    expect(placesFor(["A.png", "a.png", "a-2.png", nfc, nfd], false)).toEqual([
      "A.png",
      "a-2.png",
      "a-2-2.png",
      nfc,
      nfd.replace(".", "-2."),
    ]);
  });

  it("keep a file out of the way of a folder", () => {
    expect(placesFor(["out", "out/a.csv", "x/y", "x"], false)).toEqual(["out-2", "out/a.csv", "x/y", "x-2"]);
  });

  it("have nothing that Windows refuses, on Windows", () => {
    expect(placesFor(["a:b?.csv", "con.txt", "in/NUL", "dot.", "back\\slash", "ok.csv"], true)).toEqual([
      "a_b_.csv",
      "_con.txt",
      "in/_NUL",
      "dot_",
      "back_slash",
      "ok.csv",
    ]);
  });
});

describe("saving everything", () => {
  const files = [file("a.csv"), file("b.csv"), file("in/c.csv")];
  const plan = (there: readonly string[], wish: Wish | undefined) => {
    const asked: string[][] = [];
    const jobs = planJobs(
      files,
      false,
      async (place) => there.includes(place),
      async (present) => {
        asked.push([...present]);
        return wish;
      },
    );
    return jobs.then((planned) => ({
      asked,
      planned: planned?.map(({ place, replace }) => `${place}${replace ? " over" : ""}`),
    }));
  };

  it("is about what code made or changed", () => {
    const original = { id: "o", name: "x", bytes: 1, mime: "text/plain" };
    const [made, changed, given] = [file("m"), file("c", { original }), file("g", { role: "input" })];
    expect(madeBy([given, made, changed])).toEqual([made, changed]);
  });

  it("asks nothing where nothing is in the way", async () => {
    expect(await plan(["other.csv"], undefined)).toEqual({
      asked: [],
      planned: ["a.csv", "b.csv", "in/c.csv"],
    });
  });

  it("asks once, and then skips, overwrites, keeps both, or does nothing", async () => {
    const there = ["a.csv", "a-2.csv", "in/c.csv"];
    const asked = [["a.csv", "in/c.csv"]];
    expect(await plan(there, "skip")).toEqual({ asked, planned: ["b.csv"] });
    expect(await plan(there, "overwrite")).toEqual({
      asked,
      planned: ["a.csv over", "b.csv", "in/c.csv over"],
    });
    expect(await plan(there, "keepBoth")).toEqual({
      asked,
      planned: ["a-3.csv", "b.csv", "in/c-2.csv"],
    });
    expect(await plan(there, undefined)).toEqual({ asked, planned: undefined });
  });

  it("goes on after a failure, and names it", async () => {
    const jobs = files.map((one): Job => ({ file: one, place: one.name, replace: false }));
    const write = async ({ place }: Job): Promise<void> => {
      if (place === "b.csv") throw new Error("The disk is full.");
    };
    expect(await doJobs(jobs, write, new AbortController().signal)).toEqual({
      count: 2,
      failed: ["b.csv: The disk is full."],
    });
  });

  it("stops when it is cancelled: what was saved counts, what was cut off is no failure", async () => {
    const jobs = files.map((one): Job => ({ file: one, place: one.name, replace: false }));
    const cancelling = new AbortController();
    const write = async ({ place }: Job): Promise<void> => {
      if (place !== "b.csv") return;
      cancelling.abort();
      throw new Error("aborted");
    };
    expect(await doJobs(jobs, write, cancelling.signal)).toEqual({ count: 1, failed: [] });
  });
});
