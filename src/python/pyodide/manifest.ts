import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InterpreterError } from "../../base/errors.ts";

export const MANIFEST = "manifest.json";
/** What the build makes; the bundler adds child.mjs. */
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
  files: z.record(z.enum(RUNTIME_FILES), z.object({ bytes: z.number(), sha256: z.string() })),
});

/** Files by name, with what each has to be. */
export type Expected = Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;

// Hashing what is larger would take longer than the start itself; its size gives a cut-off copy away.
const HASHED_BYTES = 4 * 1024 * 1024;

/** All files of the runtime, as the manifest in `folder` says. Throws InterpreterError when there is none. */
export async function readManifest(folder: string): Promise<Expected> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), "utf8"))).files;
  } catch (error) {
    throw runtimeDamaged([MANIFEST], error);
  }
}

/** Those of `files` that are missing in `folder` or are something else there. */
export async function wrongFiles(folder: string, files: Expected): Promise<Expected> {
  const entries = Object.entries(files);
  const isGood = await Promise.all(entries.map(([name, file]) => isWhole(join(folder, name), file)));
  return Object.fromEntries(entries.filter((_, index) => isGood[index] === false));
}

/** Whether the file is there as it was built; a large one is known by its size. */
export async function isWhole(path: string, { bytes, sha256 }: Expected[string]): Promise<boolean> {
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

/** What to throw when these files keep the runtime from being used. */
export function runtimeDamaged(names: readonly string[], cause?: unknown): InterpreterError {
  return new InterpreterError(
    "session",
    "runtime_damaged",
    `The embedded Python is damaged: ${names.join(", ")} is not what was built.`,
    {
      action: "Reinstall the extension, or run `npm run build` again. Your threads and files are kept.",
      cause,
    },
  );
}
