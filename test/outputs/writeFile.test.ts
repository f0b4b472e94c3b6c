import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFile, replaceFile } from "../../src/outputs/writeFile.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "save-"));
});
afterEach(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const bytes = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();
const text = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

function breaking(): ReadableStream<Uint8Array> {
  let count = 0;
  return new ReadableStream({
    pull: (controller) =>
      count++ === 0
        ? controller.enqueue(new TextEncoder().encode("half"))
        : controller.error(new Error("the disk is gone")),
  });
}

it("writes a new file, with the folders that it needs", async () => {
  await createFile(join(folder, "in/deep/a.txt"), bytes("new"), signal);
  expect(await text("in/deep/a.txt")).toBe("new");
});

it("does not touch a file that is there, unless it is to be replaced", async () => {
  await writeFile(join(folder, "a.txt"), "mine");
  await expect(createFile(join(folder, "a.txt"), bytes("new"), signal)).rejects.toMatchObject({
    code: "EEXIST",
  });
  expect(await text("a.txt")).toBe("mine");
  await replaceFile(join(folder, "a.txt"), bytes("new"), signal);
  expect(await text("a.txt")).toBe("new");
  expect(await readdir(folder)).toEqual(["a.txt"]);
});

it("leaves the old file, and nothing else, when the new one does not become whole", async () => {
  await writeFile(join(folder, "a.txt"), "mine");
  await expect(replaceFile(join(folder, "a.txt"), breaking(), signal)).rejects.toThrow("the disk is gone");
  await expect(createFile(join(folder, "b.txt"), breaking(), signal)).rejects.toThrow("the disk is gone");
  const aborted = AbortSignal.abort();
  await expect(replaceFile(join(folder, "a.txt"), bytes("new"), aborted)).rejects.toThrow("aborted");
  expect(await text("a.txt")).toBe("mine");
  expect(await readdir(folder)).toEqual(["a.txt"]);
});

it("keeps the rights of a file that it replaces, and a link a link", async () => {
  await writeFile(join(folder, "real.txt"), "old");
  await chmod(join(folder, "real.txt"), 0o640);
  await symlink(join(folder, "real.txt"), join(folder, "link.txt"));
  await replaceFile(join(folder, "link.txt"), bytes("new"), signal);
  expect(await text("real.txt")).toBe("new");
  expect((await lstat(join(folder, "link.txt"))).isSymbolicLink()).toBe(true);
  expect((await stat(join(folder, "real.txt"))).mode & 0o777).toBe(0o640);
});
