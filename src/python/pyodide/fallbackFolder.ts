import { createHash, randomUUID } from "node:crypto";
import { copyFile, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Expected } from "./manifest.ts";

const CHILD = "child.mjs";
// A version that was not started for so long is not open in any window either.
const UNUSED_MS = 30 * 86_400_000;

/** Where the runtime of `runtimeDir` is unpacked below `parent`: each version has a folder of its own there. */
export async function fallbackDir(runtimeDir: string, files: Expected, parent: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(files));
  hash.update(await readFile(join(runtimeDir, CHILD)));
  return join(parent, hash.digest("hex").slice(0, 16));
}

/**
 * Makes a folder of unpacked files one that can be run, by the script that is not packed; its time tells when a version
 * was last used. Removes other versions that are not used any more.
 */
export async function finishFallback(runtimeDir: string, dir: string): Promise<void> {
  const temporary = join(dir, `${CHILD}.${randomUUID()}.part`);
  await copyFile(join(runtimeDir, CHILD), temporary);
  await rename(temporary, join(dir, CHILD));
  const parent = dirname(dir);
  for (const name of await readdir(parent)) {
    const other = join(parent, name);
    if (other !== dir && (await isUnused(other))) await rm(other, { recursive: true, force: true });
  }
}

async function isUnused(dir: string): Promise<boolean> {
  const limit = Date.now() - UNUSED_MS;
  try {
    // One that was never finished has no script, only its own time.
    const { mtimeMs } = await stat(join(dir, CHILD)).catch(() => stat(dir));
    return mtimeMs < limit;
  } catch {
    return false;
  }
}
