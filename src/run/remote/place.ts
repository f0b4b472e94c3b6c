import { randomUUID } from "node:crypto";
import { lstat, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

const MAX_NAME_BYTES = 200;

/**
 * A name for a file of the other side that leads to no other folder and is none that a system refuses: code of an earlier
 * run may have put links into the thread's folders, so all files go into the topmost.
 */
export function flatName(path: string): string {
  const parts = path.replace(/^(sandbox:)?\/mnt\/data\//, "").split(/[/\\]/);
  const name = parts
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("-")
    .replace(/[\p{Cc}<>:"|?*]/gu, "_")
    .replace(/[. ]+$/, "")
    .trimStart();
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot < 40 ? name.slice(dot) : "";
  const letters = Array.from(name.slice(0, name.length - extension.length));
  while (Buffer.byteLength(letters.join("") + extension) > MAX_NAME_BYTES) letters.pop();
  return letters.join("") + extension || "file";
}

/** `name`, or with a number before its extension if it is taken (letters' case does not tell apart). */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((other) => other.toLowerCase()));
  const dot = name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length;
  let free = name;
  for (let count = 2; used.has(free.toLowerCase()); count++) {
    free = `${name.slice(0, dot)}-${count}${name.slice(dot)}`;
  }
  return free;
}

/**
 * Writes a file of the folder, whole or not at all. What stands there under that name is replaced; a link is not
 * followed. `name` must be a flat one. Throws what `source` throws.
 */
export async function place(folder: string, name: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, "wx");
    try {
      for await (const piece of source) await handle.writeFile(piece);
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Whether a folder has that name, which a file cannot replace. */
export async function isFolder(folder: string, name: string): Promise<boolean> {
  return lstat(join(folder, name)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
