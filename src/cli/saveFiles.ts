import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { InterpreterError } from "../base/errors.ts";
import type { InterpreterClient } from "../client/interpreterClient.ts";
import type { FileRef } from "../domain/file.ts";

/** Said before the work begins, not after it. */
export async function assertFolder(outDir: string): Promise<void> {
  const found = await stat(outDir).catch(() => null);
  if (found === null || found.isDirectory()) return;
  throw new InterpreterError("user", "no_folder", `Not a folder: ${outDir}.`, {
    action: "Choose another one with --out.",
  });
}

/** Writes files of a thread below `outDir` and gives the paths of those that were written, with their sizes. */
export async function saveFiles(
  client: InterpreterClient,
  files: readonly FileRef[],
  outDir: string,
): Promise<{ path: string; bytes: number }[]> {
  const written = [];
  for (const { id, name, bytes } of files) {
    const path = join(outDir, name);
    // Names come from the sandbox: none may lead out of the folder.
    if (!isBelow(outDir, path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await client.content(id));
    written.push({ path, bytes });
  }
  return written;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
