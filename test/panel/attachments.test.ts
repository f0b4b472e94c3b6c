import { describe, expect, it } from "vitest";
import { Attachments, type NewAttachment } from "../../src/panel/attachments.ts";

const file = (name: string, source?: NewAttachment["source"]): NewAttachment => ({
  key: `file:///${name}`,
  name,
  bytes: 3,
  source:
    source ?? (() => Promise.resolve({ name, bytes: 3, open: () => Promise.resolve(new Blob(["abc"])) })),
});
const names = (attachments: Attachments, threadId: string | null): string[] =>
  attachments.of(threadId).map(({ name }) => name);

describe("what waits to be sent", () => {
  it("belongs to its thread, and is the same list until something changes", () => {
    const attachments = new Attachments();
    attachments.add("thread_1", [file("a.csv")]);
    attachments.add(null, [file("b.csv")]);
    expect([names(attachments, "thread_1"), names(attachments, null)]).toEqual([["a.csv"], ["b.csv"]]);
    expect(attachments.of("thread_1")).toBe(attachments.of("thread_1"));
    expect(attachments.of("thread_2")).toBe(attachments.of("thread_3"));
  });

  it("holds each thing once", () => {
    const attachments = new Attachments();
    attachments.add(null, [file("a.csv")]);
    attachments.add(null, [file("a.csv"), file("b.csv")]);
    attachments.add("thread_1", [file("a.csv")]);
    expect([names(attachments, null), names(attachments, "thread_1")]).toEqual([
      ["a.csv", "b.csv"],
      ["a.csv"],
    ]);
  });

  it("is looked at again when it is sent, so that a newer version goes", async () => {
    let version = 1;
    const attachments = new Attachments();
    attachments.add(null, [
      file("a.csv", () =>
        Promise.resolve({ name: `a${version}.csv`, bytes: 1, open: () => Promise.reject(new Error()) }),
      ),
    ]);
    version = 2;
    const { id } = attachments.of(null)[0]!;
    expect(await attachments.sources([id])).toMatchObject([{ name: "a2.csv" }]);
  });

  it("is refused as a whole when one is gone, and stays", async () => {
    const attachments = new Attachments();
    attachments.add(null, [file("a.csv"), file("b.csv", () => Promise.reject(new Error("b.csv is gone.")))]);
    const ids = attachments.of(null).map(({ id }) => id);
    await expect(attachments.sources(ids)).rejects.toThrow("b.csv is gone.");
    await expect(attachments.sources(["99"])).rejects.toThrow("not there any more");
    expect(names(attachments, null)).toEqual(["a.csv", "b.csv"]);
  });

  it("tells of every change, moves to another thread, and goes once it is sent", () => {
    const attachments = new Attachments();
    let told = 0;
    attachments.onDidChange(() => told++);
    attachments.add(null, [file("a.csv"), file("b.csv")]);
    const { id } = attachments.of(null)[0]!;
    attachments.move([id], "thread_1");
    expect([names(attachments, null), names(attachments, "thread_1")]).toEqual([["b.csv"], ["a.csv"]]);
    attachments.remove([id]);
    expect(names(attachments, "thread_1")).toEqual([]);
    expect(told).toBe(3);
  });
});
