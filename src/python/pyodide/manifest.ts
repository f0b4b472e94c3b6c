import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InterpreterError } from "../../base/errors.ts";

export const MANIFEST = "manifest.json";
/** What the build makes; the bundler adds child.mjs and kernel.py. */
export const RUNTIME_FILES = [
  "pyodide.mjs",
  "pyodide.asm.mjs",
  "pyodide.asm.wasm",
  "python_stdlib.zip",
  "site.img",
  "site.json",
  "snapshot.heap",
  "snapshot.json",
] as const;

const manifestSchema = z.object({
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

// Hashing what is larger would take longer than the start itself; its size gives a cut-off copy away.
const HASHED_BYTES = 4 * 1024 * 1024;

/** Throws InterpreterError of kind "session" when the runtime in `folder` is not whole or not what the build made. */
export async function verifyRuntime(folder: string): Promise<void> {
  const wrong: string[] = [];
  const files = await readManifest(folder);
  for (const name of RUNTIME_FILES) {
    const expected = files[name];
    if (expected === undefined || !(await isWhole(join(folder, name), expected))) wrong.push(name);
  }
  if (wrong.length === 0) return;
  throw new InterpreterError(
    "session",
    "runtime_damaged",
    `The embedded Python is damaged: ${wrong.join(", ")} is not what was built.`,
    { action: "Reinstall the extension, or run `npm run build` again. Your threads and files are kept." },
  );
}

async function readManifest(folder: string): Promise<Manifest["files"]> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), "utf8"))).files;
  } catch {
    return {};
  }
}

async function isWhole(path: string, { bytes, sha256 }: Manifest["files"][string]): Promise<boolean> {
  try {
    if ((await stat(path)).size !== bytes) return false;
    if (bytes > HASHED_BYTES) return true;
    return (
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex") === sha256
    );
  } catch {
    return false;
  }
}
