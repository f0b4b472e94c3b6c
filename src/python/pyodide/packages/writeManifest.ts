import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST, RUNTIME_FILES } from "../manifest.ts";

/** Writes down the size and hash of every file that the build made, for who unpacks or starts it. */
export async function writeManifest(folder: string): Promise<void> {
  const entries = RUNTIME_FILES.map(async (name) => {
    const bytes = await readFile(join(folder, name));
    return [name, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }] as const;
  });
  const files = Object.fromEntries(await Promise.all(entries));
  await writeFile(join(folder, MANIFEST), JSON.stringify({ files }, null, 2));
}
