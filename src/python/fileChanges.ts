import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { mimeTypeOf } from "../domain/mimeTypes.ts";
import type { FileChange } from "./session.ts";

/** Path below the folder, to what tells a changed file from an unchanged one, and its size in bytes. */
export type FileStamps = ReadonlyMap<string, { readonly stamp: string; readonly bytes: number }>;

/**
 * The plain files below `folder`. Links and devices are passed over: they are not followed out of the folder. So is what
 * goes away meanwhile, or cannot be looked at: a cell must not be able to make this fail.
 */
export async function stampFiles(folder: string): Promise<FileStamps> {
  const found = new Map<string, { stamp: string; bytes: number }>();
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
      if (below === "") throw error;
      return [];
    });
    for (const entry of entries) {
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(name);
      if (!entry.isFile()) continue;
      const stat = await lstat(join(folder, name), { bigint: true }).catch(() => null);
      if (stat?.isFile() !== true) continue;
      // The inode as well: a file that was replaced may keep size and time.
      found.set(name, { stamp: `${stat.ino} ${stat.mtimeNs} ${stat.size}`, bytes: Number(stat.size) });
    }
  };
  await walk("");
  return found;
}

/** What happened to the files between two looks, by name. */
export function compareFiles(before: FileStamps, after: FileStamps): FileChange[] {
  const changes: FileChange[] = [];
  for (const [name, { stamp, bytes }] of after) {
    const old = before.get(name);
    if (old?.stamp === stamp) continue;
    changes.push({ name, change: old === undefined ? "created" : "changed", bytes, mime: mimeTypeOf(name) });
  }
  for (const name of before.keys()) {
    if (!after.has(name)) changes.push({ name, change: "deleted", bytes: 0, mime: mimeTypeOf(name) });
  }
  return changes.sort((a, b) => (a.name < b.name ? -1 : 1));
}
