import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fighter, type Hardened, openHardened, openPlain } from "./arena.ts";
import { BOMB_LIMITS, MEMORY, TIME } from "./bomb.ts";

const exec = promisify(execFile);
const ZEROS = `
import io, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive: archive.writestr("archives", bytes(40_000_000))
zipfile.ZipFile(buffer).extractall(FOLDER)`;

// Small ones, which end by themselves: each does its harm where nothing holds it, and does not where something does.
describe("A bomb of each kind", () => {
  let plain: Fighter;
  let hardened: Hardened;
  let outside: string;
  beforeAll(async () => {
    [plain, hardened] = await Promise.all([openPlain(), openHardened({ limits: BOMB_LIMITS })]);
    outside = await mkdtemp(join(tmpdir(), "outside-"));
    await plain.run(`import pyodide_js\npyodide_js.mountNodeFS("/host", ${JSON.stringify(outside)})`);
  });
  afterAll(async () => {
    await Promise.all([plain.close(), hardened.close()]);
    await rm(outside, { recursive: true, force: true });
  });

  it("of memory", async () => {
    const code = "x = [bytearray(10_000_000) for _ in range(70)]\nprint(len(x), 'blocks')\ndel x";
    expect(await plain.run(code)).toContain("70 blocks");
    expect(await hardened.run(code)).toMatch(MEMORY);
  });

  it("of output", async () => {
    const code = "for _ in range(12_000): print('x' * 1000)";
    expect((await plain.run(code)).length).toBeGreaterThan(BOMB_LIMITS.outputBytes);
    expect((await hardened.run(code)).length).toBeLessThan(3_000_000);
  });

  it("of time", async () => {
    const code = "import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: pass\nprint('over')";
    expect(await plain.run(code)).toContain("over");
    expect(JSON.stringify(await hardened.cell(code, { timeoutMs: 500 }))).toMatch(TIME);
  });

  it.each([
    ["files", "open(FOLDER + '/files', 'wb').write(bytes(40_000_000))"],
    ["archives", ZEROS],
  ])("of %s", async (name, code) => {
    await plain.run(`FOLDER = "/host"\n${code}`);
    expect((await stat(join(outside, name))).size).toBe(40_000_000);
    expect(await hardened.run(`FOLDER = "/mnt/data"\n${code}`)).toContain("File too large");
    const files = await (await hardened.session()).files();
    expect(files.filter(({ bytes }) => bytes > BOMB_LIMITS.fileBytes)).toEqual([]);
  });

  it("of threads, which WebAssembly has not: native Python shows what they do", async () => {
    const code =
      "import threading\ndone = threading.Event()\nfor _ in range(200): threading.Thread(target=done.wait).start()\nprint(threading.active_count(), 'threads')\ndone.set()";
    const python = process.platform === "win32" ? "python" : "python3";
    expect((await exec(python, ["-c", code])).stdout).toContain("201 threads");
    expect(await hardened.run(code)).toContain("RuntimeError");
  });
});
