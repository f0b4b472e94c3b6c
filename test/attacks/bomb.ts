import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printed } from "../python/embedded.ts";
import { type Hardened, openHardened } from "./arena.ts";
import { Leftovers } from "./leftovers.ts";

const MB = 1024 * 1024;
export const BOMB_LIMITS = { memoryBytes: 560 * MB, outputBytes: 8 * MB, fileBytes: 20 * MB };

/** Python that uses up something. */
export interface Bomb {
  readonly name: string;
  readonly code: string;
  /** What it may come to: Python's own error, or the end of the session with its reason. */
  readonly becomes: RegExp;
  readonly timeoutMs?: number;
}

// Finds the function by which the kernel talks to its parent, as any cell can.
export const FIND_SEND = `
import gc
send = [o for o in gc.get_objects() if type(o).__name__ == "Reporter"][0]._send
`;
export const MEMORY = /MemoryError|more than 560 MB of memory|ended unexpectedly/;
export const TIME = /time limit/;
export const OUTPUT = /more than 8 MB of output/;

/** Tests that each bomb ends as it may, that the next cell works, and that nothing is left when all have gone off. */
export function explode(title: string, bombs: readonly Bomb[]): void {
  describe.each([{ title }])("$title", () => {
    let left: Leftovers;
    let hardened: Hardened;
    let count = 0;
    beforeAll(async () => {
      left = await Leftovers.watch();
      hardened = await openHardened({ limits: BOMB_LIMITS });
    });
    afterAll(() => left.close());

    it.each(bombs)("$name", async ({ code, becomes, timeoutMs = 30_000 }) => {
      // Each in a folder of its own: Emscripten remembers names, also of what we remove from outside.
      const folder = `/mnt/data/${++count}`;
      const into = `import os\nos.mkdir("${folder}")\nos.chdir("${folder}")\n`;
      const { end, reason, outputs } = await hardened.cell(into + code, { timeoutMs });
      const text = outputs.map((output) => JSON.stringify(output).slice(0, 2_000_000)).join("");
      expect(`"end":"${end}" ${reason ?? ""} ${text}`).toMatch(becomes);
      const next = async (): Promise<string> =>
        printed((await hardened.cell("import os\nos.chdir('/')\nprint('next')")).outputs);
      // A Python that ran out of memory may be damaged itself: then a new one has to work.
      if ((await next()) !== "next\n" && /MemoryError|cannot be shown/.test(text)) {
        await (await hardened.session()).dispose();
      }
      expect(await next()).toBe("next\n");
      // Nor is anything left in its folder that could not be listed or removed.
      await (await hardened.session()).files();
      await emptyFolder(hardened.dataDir);
      // What it was allowed to make is used up.
      if (/No space left/.test(text)) await (await hardened.session()).dispose();
    });

    it("nothing is left of them", async () => {
      await hardened.close();
      expect(await left.processes()).toEqual([]);
      expect(await left.controlDirs()).toEqual([]);
      expect(await readdir(process.env["TMPDIR"] ?? "")).toEqual([]);
    });
  });
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
}
