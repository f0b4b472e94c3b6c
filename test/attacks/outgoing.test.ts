import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stampFiles } from "../../src/python/fileChanges.ts";
import { keepFile } from "../../src/service/keepFile.ts";
import { Store } from "../../src/service/store/store.ts";
import { printed } from "../python/embedded.ts";
import { type Hardened, openHardened } from "./arena.ts";
import type { Without } from "./variant.ts";

const run = promisify(execFile);
const SECRET = "the secret of somebody else";

describe("Files on their way out of the sandbox", () => {
  let top: string;
  let outside: string;
  let dataDir: string;
  let store: Store;
  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), "outgoing-"));
    outside = join(top, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "file.txt"), SECRET);
    store = new Store(join(top, "store"));
    dataDir = await store.dataDir("thread");
  });
  afterEach(async () => {
    store.dispose();
    await rm(top, { recursive: true });
  });

  /** What is kept of a path, or the code of the refusal. */
  async function keep(path: string): Promise<string> {
    const made = { threadId: "thread", dataDir, name: "x", mime: "text/plain", source: { path }, at: 0 };
    try {
      const { id } = await keepFile(store, made);
      const chunks: Uint8Array[] = [];
      for await (const chunk of store.blobs.read(id)) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    } catch (error) {
      return error instanceof Error && "code" in error ? `refused: ${String(error.code)}` : String(error);
    }
  }

  it("a plain file is kept (the control)", async () => {
    await writeFile(join(dataDir, "file.txt"), "mine");
    expect(await keep(join(dataDir, "file.txt"))).toBe("mine");
  });

  it("links, links on the way, paths with .. and absolute ones are not", async () => {
    await symlink(join(outside, "file.txt"), join(dataDir, "link.txt"));
    await symlink(outside, join(dataDir, "folder"), "junction");
    await mkdir(join(dataDir, "in"));
    const paths = [
      join(dataDir, "link.txt"),
      join(dataDir, "folder", "file.txt"),
      `${dataDir}/../../../../outside/file.txt`,
      `${dataDir}/in/../../../../../outside/file.txt`,
      join(outside, "file.txt"),
      dataDir,
      join(dataDir, "in"),
      join(dataDir, "missing"),
    ];
    for (const path of paths) expect(await keep(path), path).toMatch(/^refused/);
  });

  it("a folder whose name only begins as the thread's is another one", async () => {
    await mkdir(`${dataDir}-other`);
    await writeFile(join(`${dataDir}-other`, "file.txt"), SECRET);
    expect(await keep(join(`${dataDir}-other`, "file.txt"))).toMatch(/^refused/);
  });

  it.skipIf(process.platform === "win32")(
    "what is no file is neither listed nor kept: links, fifos, sockets (not on Windows)",
    async () => {
      await symlink(outside, join(dataDir, "folder"));
      await symlink(join(outside, "file.txt"), join(dataDir, "link"));
      await run("mkfifo", [join(dataDir, "fifo")]);
      const server = createServer().listen(join(dataDir, "socket"));
      await writeFile(join(dataDir, "file.txt"), "mine");
      expect([...(await stampFiles(dataDir)).keys()]).toEqual(["file.txt"]);
      for (const name of ["fifo", "socket", "link"])
        expect(await keep(join(dataDir, name))).toMatch(/^refused/);
      server.close();
    },
  );

  // The file and a link to somebody else's change places, 10,000 times, while it is kept again and again.
  it("of a file that is swapped for a link, no byte from outside is ever kept", async () => {
    const name = join(dataDir, "file.txt");
    await writeFile(name, "mine");
    await symlink(join(outside, "file.txt"), join(dataDir, "other"));
    const kept = await keepWhile(name, [name, join(dataDir, "first"), join(dataDir, "other")]);
    expect(kept).not.toContain(SECRET);
    expect(kept).toContain("mine");
  });

  it("of a file in a folder that is swapped for a link, no byte from outside is ever kept", async () => {
    const folder = join(dataDir, "in");
    await mkdir(folder);
    await writeFile(join(folder, "file.txt"), "mine");
    await symlink(outside, join(dataDir, "other"));
    const kept = await keepWhile(join(folder, "file.txt"), [
      folder,
      join(dataDir, "first"),
      join(dataDir, "other"),
    ]);
    expect(kept).not.toContain(SECRET);
    expect(kept).toContain("mine");
  });

  async function keepWhile(path: string, swap: readonly string[]): Promise<Set<string>> {
    const swapper = run(process.execPath, [
      fileURLToPath(new URL("./swapper.ts", import.meta.url)),
      "10000",
      ...swap,
    ]);
    const end = new AbortController();
    const over = swapper.finally(() => end.abort());
    const kept = new Set<string>();
    while (!end.signal.aborted) kept.add(await keep(path));
    await over;
    return kept;
  }
});

describe("A cell", () => {
  let hardened: Hardened;
  let outside: string;
  // Without the look at the folders on the way, Node's permission model and bubblewrap.
  const open: Without = {
    bubblewrap: true,
    flags: true,
    edits: [["dataFs.ts", "if (folder !== root && ", "if (folder === '' && "]],
  };
  beforeAll(async () => {
    hardened = await openHardened();
    outside = await mkdtemp(join(tmpdir(), "outside-"));
    await writeFile(join(outside, "file.txt"), SECRET);
  });
  afterAll(async () => {
    await hardened.close();
    await rm(outside, { recursive: true });
  });

  it("makes no links, hard links, fifos or devices", async () => {
    const { outputs } = await hardened.cell(`
import os
open("/mnt/data/mine", "w").close()
for attempt in (
    lambda: os.symlink("/etc", "/mnt/data/a"), lambda: os.link("/mnt/data/mine", "/mnt/data/b"),
    lambda: os.mkfifo("/mnt/data/c"), lambda: os.mknod("/mnt/data/d", 0o020666),
    lambda: os.rename("/mnt/data/mine", "/mnt/data/../e"), lambda: os.rename("/mnt/data/mine", "/tmp/e"),
):
    try: attempt()
    except BaseException: pass
print(sorted(name for name in os.listdir("/mnt/data") if os.path.islink("/mnt/data/" + name)))`);
    expect(printed(outputs)).toBe("[]\n");
    const entries = await readdir(hardened.dataDir, { withFileTypes: true });
    expect(entries.filter((entry) => !entry.isFile())).toEqual([]);
  });

  /** Somebody puts a link where a folder was that the cell has looked into before. */
  async function behindLink(fighter: Hardened): Promise<string> {
    await mkdir(join(fighter.dataDir, "in"));
    await writeFile(join(fighter.dataDir, "in", "file.txt"), "mine");
    const read = "try: print(open('/mnt/data/in/file.txt').read())\nexcept OSError as error: print(error)";
    const first = printed((await fighter.cell(read)).outputs);
    await rename(join(fighter.dataDir, "in"), join(fighter.dataDir, "old"));
    await symlink(outside, join(fighter.dataDir, "in"), "junction");
    return first + printed((await fighter.cell(read)).outputs);
  }

  it("does not follow a link that takes the place of a folder which it knows", async () => {
    const control = await openHardened({ without: open });
    expect(await behindLink(control)).toContain(SECRET);
    await control.close();
    const got = await behindLink(hardened);
    expect(got).toContain("mine");
    expect(got).not.toContain(SECRET);
  });
});
