import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST, type Manifest, RUNTIME_FILES } from "../manifest.ts";

/** Writes down the size and hash of every file that the build made, for `verifyRuntime`. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Manifest["files"] = {};
  for (const name of RUNTIME_FILES) {
    const bytes = await readFile(join(folder, name));
    files[name] = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  await writeFile(join(folder, MANIFEST), JSON.stringify({ files }, null, 2));
}
