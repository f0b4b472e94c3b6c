import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compareFiles, stampFiles } from "../../src/python/fileChanges.ts";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "changes-"))));
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

/** What `work` did to the folder, as a cell might. */
async function changesBy(work: () => Promise<unknown>) {
  const before = await stampFiles(folder);
  await work();
  return compareFiles(before, await stampFiles(folder));
}

it("files that were made, changed and removed are told by name, in order, with size and type", async () => {
  await put("kept.txt", "same");
  await put("b.csv", "old");
  await put("gone.png", "x");
  const changes = await changesBy(async () => {
    await put("b.csv", "newer");
    await put("a 한글.json", "{}");
    await rm(join(folder, "gone.png"));
  });
  expect(changes).toEqual([
    { name: "a 한글.json", change: "created", bytes: 2, mime: "application/json" },
    { name: "b.csv", change: "changed", bytes: 5, mime: "application/csv" },
    { name: "gone.png", change: "deleted", bytes: 0, mime: "image/png" },
  ]);
});

it("a file that was only read or listed has not changed", async () => {
  await put("a.txt", "x");
  expect(await changesBy(() => readFile(join(folder, "a.txt")))).toEqual([]);
});

it("a file that was replaced by one of the same size and time has changed", async () => {
  await put("a.txt", "old");
  const { atime, mtime } = await stat(join(folder, "a.txt"));
  const changes = await changesBy(async () => {
    await put("b.txt", "new");
    await utimes(join(folder, "b.txt"), atime, mtime);
    await rename(join(folder, "b.txt"), join(folder, "a.txt"));
    await utimes(join(folder, "a.txt"), atime, mtime);
  });
  expect(changes).toMatchObject([{ name: "a.txt", change: "changed", bytes: 3 }]);
});

it("files in folders have a path with slashes; folders themselves are no files", async () => {
  const changes = await changesBy(async () => {
    await mkdir(join(folder, "out", "deep"), { recursive: true });
    await mkdir(join(folder, "empty.csv"));
    await put("out/deep/a.txt", "");
  });
  expect(changes).toEqual([{ name: "out/deep/a.txt", change: "created", bytes: 0, mime: "text/plain" }]);
});

it("links are passed over, wherever they lead", async () => {
  const outside = await mkdtemp(join(tmpdir(), "outside-"));
  await writeFile(join(outside, "secret.txt"), "x");
  await put("a.txt", "x");
  const changes = await changesBy(async () => {
    await symlink(join(outside, "secret.txt"), join(folder, "link.txt"));
    await symlink(outside, join(folder, "folder"));
    await symlink(folder, join(folder, "round"));
    await symlink(join(folder, "a.txt"), join(folder, "own.txt"));
    await symlink("/nowhere", join(folder, "broken"));
  });
  expect(changes).toEqual([]);
  await rm(outside, { recursive: true });
});

it("a file that becomes a link is gone", async () => {
  await put("a.txt", "x");
  const changes = await changesBy(async () => {
    await rm(join(folder, "a.txt"));
    await symlink("/etc/hostname", join(folder, "a.txt"));
  });
  expect(changes).toMatchObject([{ name: "a.txt", change: "deleted" }]);
});
