import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MANIFEST, RUNTIME_FILES } from "../../src/python/pyodide/manifest.ts";
import { FRAME_BYTES, PACKED_DATA } from "../../src/python/pyodide/packed.ts";
import { packRuntime } from "../../src/python/pyodide/packages/pack.ts";
import { writeManifest } from "../../src/python/pyodide/packages/writeManifest.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { type PackedRuntime, runtimeFolder } from "../../src/python/pyodide/runtimeFolder.ts";
import { embedded } from "./embedded.ts";

const exec = promisify(execFile);
const SCRIPT = resolve("test/python/unpackHere.ts");
const HOUR_MS = 3_600_000;

let made: string;
const built = new Map(
  RUNTIME_FILES.map((name, index) => [name as string, Buffer.from(`${name} `.repeat(index * 1000))]),
);
// More frames than are worked at at once.
built.set(
  "site.img",
  Buffer.concat(["a", "b", "c", "d", "e", "f"].map((letter) => Buffer.alloc(FRAME_BYTES - 1, letter))),
);
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), "pack-"));
  for (const [name, bytes] of built) await writeFile(join(made, name), bytes);
  await writeManifest(made);
  await packRuntime(made, join(made, "packed"), join(made, "cache"));
});
afterAll(() => rm(made, { recursive: true, force: true }));

let root: string;
let installed: string;
let packed: PackedRuntime;
let progress: number[][];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "unpack-"));
  installed = join(root, "extension", "python");
  progress = [];
  packed = {
    dir: join(root, "extension", "packed"),
    fallbackDir: join(root, "storage"),
    show: async (work) => {
      const steps: number[] = [];
      progress.push(steps);
      await work((done) => steps.push(done));
    },
  };
  // As an extension is installed: without what is packed.
  await cp(join(made, "packed"), packed.dir, { recursive: true });
  await mkdir(installed);
  await writeFile(join(installed, MANIFEST), await readFile(join(made, MANIFEST)));
  await writeFile(join(installed, "child.mjs"), "// the child");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function expectWhole(folder: string): Promise<void> {
  for (const [name, bytes] of built) {
    expect((await readFile(join(folder, name))).equals(bytes), name).toBe(true);
  }
  const expected = [...built.keys(), "child.mjs", ...(folder === installed ? [MANIFEST] : [])];
  expect((await readdir(folder)).sort()).toEqual(expected.sort());
}

describe("a packed runtime", () => {
  it("is unpacked beside what was installed, once, and tells how far it is", async () => {
    expect(await runtimeFolder(installed, packed)).toBe(installed);
    await expectWhole(installed);
    expect(progress).toHaveLength(1);
    expect(progress[0]).toEqual([...progress[0]!].sort((a, b) => a - b));
    expect(progress[0]?.at(-1)).toBe(1);
    expect(await runtimeFolder(installed, packed)).toBe(installed);
    expect(progress).toHaveLength(1);
  });

  it("mends a file that is damaged, and leaves the others", async () => {
    await runtimeFolder(installed, packed);
    const before = await stat(join(installed, "snapshot.heap"));
    await truncate(join(installed, "site.img"), 1000);
    await runtimeFolder(installed, packed);
    await expectWhole(installed);
    expect((await stat(join(installed, "snapshot.heap"))).mtimeMs).toBe(before.mtimeMs);
  });

  it("is unpacked by several processes at once", async () => {
    const args = [SCRIPT, installed, packed.dir, packed.fallbackDir];
    const runs = await Promise.all([1, 2, 3].map(() => exec(process.execPath, args)));
    for (const { stdout } of runs) expect(stdout).toContain(`ready in ${installed}`);
    await expectWhole(installed);
  });

  it("is whole after the next start when a crash ended the first; what that left is removed later", async () => {
    const child = spawn(process.execPath, [SCRIPT, installed, packed.dir, packed.fallbackDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    const leftOver = join(installed, "site.img.0.part");
    await writeFile(leftOver, "half");
    await runtimeFolder(installed, packed);
    expect(await readdir(installed)).toContain("site.img.0.part");
    const old = new Date(Date.now() - 2 * HOUR_MS);
    for (const name of await readdir(installed)) {
      if (name.endsWith(".part")) await utimes(join(installed, name), old, old);
    }
    await truncate(join(installed, "site.json"), 1);
    await runtimeFolder(installed, packed);
    await expectWhole(installed);
  });

  it("that is damaged itself is refused, and nothing of it gets a name", async () => {
    const data = join(packed.dir, PACKED_DATA);
    const bytes = await readFile(data);
    bytes[bytes.length >> 1]! ^= 0xff;
    await writeFile(data, bytes);
    await expect(runtimeFolder(installed, packed)).rejects.toMatchObject({
      code: "runtime_damaged",
      action: expect.stringContaining("Reinstall the extension"),
    });
    const left = (await readdir(installed)).filter((name) => name.endsWith(".part"));
    expect(left).toEqual([]);
    const named = (await readdir(installed)).filter((name) => built.has(name));
    const isGood = named.map(async (name) =>
      (await readFile(join(installed, name))).equals(built.get(name)!),
    );
    expect(await Promise.all(isGood)).not.toContain(false);
  });

  it("does not hold up who stops before it is unpacked", async () => {
    const gate = Promise.withResolvers<void>();
    const show: PackedRuntime["show"] = async (work) => gate.promise.then(() => work(() => {}));
    const runtime = new PyodideRuntime({ ...embedded, runtimeDir: installed, packed: { ...packed, show } });
    const stop = new AbortController();
    const starting = runtime.start(root, stop.signal);
    stop.abort();
    await expect(starting).rejects.toMatchObject({ kind: "cancelled" });
    gate.resolve();
    // The work went on for others: it is done, but what was unpacked here is no Python.
    await expect(runtime.start(root)).rejects.toMatchObject({ code: "python_start" });
    await expectWhole(installed);
  });

  it("cannot be used when it is not there", async () => {
    await rm(packed.dir, { recursive: true });
    await expect(runtimeFolder(installed, packed)).rejects.toThrow(
      /The embedded Python is damaged: pyodide.mjs, /,
    );
    await rm(join(installed, MANIFEST));
    await expect(runtimeFolder(installed, packed)).rejects.toThrow("manifest.json is not what was built");
  });
});

/** Runs the script where the extension's folder is read-only, in truth, also for root; `args` of bubblewrap besides. */
async function whereReadOnly(...args: string[]): Promise<string> {
  const script = [process.execPath, SCRIPT, installed, packed.dir, packed.fallbackDir];
  const mounts = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", ...args];
  const { stdout } = await exec("bwrap", [...mounts, ...script]);
  return stdout;
}

describe.skipIf(process.platform !== "linux")("where the extension's folder cannot be written", () => {
  beforeEach(() => mkdir(packed.fallbackDir));

  it("is unpacked into the storage, once, and old versions there are removed", async () => {
    const storage = ["--bind", packed.fallbackDir, packed.fallbackDir];
    const old = join(packed.fallbackDir, "0123456789abcdef");
    const inUse = join(packed.fallbackDir, "fedcba9876543210");
    const long = new Date(Date.now() - 31 * 24 * HOUR_MS);
    for (const folder of [old, inUse]) {
      await mkdir(folder);
      await writeFile(join(folder, "child.mjs"), "");
    }
    await utimes(join(old, "child.mjs"), long, long);
    const first = await whereReadOnly(...storage);
    const folder = /ready in (.*)\n/.exec(first)?.[1] ?? "";
    expect(first).toContain("unpacking");
    expect(folder.startsWith(packed.fallbackDir)).toBe(true);
    await expectWhole(folder);
    expect(await readdir(packed.fallbackDir)).toEqual(expect.arrayContaining(["fedcba9876543210"]));
    expect(await readdir(packed.fallbackDir)).toHaveLength(2);
    expect(await whereReadOnly(...storage)).toBe(`ready in ${folder}\n`);
  });

  it("says so when the disk is full, and leaves nothing", async () => {
    const said = await whereReadOnly("--size", String(FRAME_BYTES), "--tmpfs", packed.fallbackDir);
    expect(said).toContain(
      "Python could not be set up: the disk is full, and 101 MB are needed. Make room, then try again. Your threads and files are kept.",
    );
  });

  it("says which folder has to be writable when none is", async () => {
    expect(await whereReadOnly()).toMatch(
      /Python could not be set up: E[A-Z]+: .* Let .*storage be written, then try again\./,
    );
  });
});
