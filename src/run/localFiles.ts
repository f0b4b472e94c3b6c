import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, lstat, mkdir, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";

const PART = /^\.part-[0-9a-f-]{36}$/;
/** The API's own name of a file that was given: its second one (see the service's mounts). */
const ALIAS = /^file-[A-Za-z0-9]{22}$/;

export interface LocalFile {
  /** Path below /mnt/data. */
  readonly name: string;
  readonly bytes: number;
  /** Another one for another content. */
  readonly version: string;
}

/**
 * The plain files of a thread's folder, by name, without the second names `aliases`. Code may have put anything there:
 * links are not followed.
 */
export async function localFiles(dataDir: string, aliases: ReadonlySet<string>): Promise<LocalFile[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files: LocalFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || PART.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const file = await stateOf(path, relative(dataDir, path).split(sep).join("/"));
    if (file !== null && !aliases.has(file.name)) files.push(file);
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function stateOf(path: string, name: string): Promise<LocalFile | null> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  if (found === null || !found.isFile() || (ALIAS.test(name) && found.nlink > 1n)) return null;
  return { name, bytes: Number(found.size), version: `${found.size}-${found.mtimeNs}` };
}

/** Opens a file of the folder for reading; null if it is not, or no longer, a plain one that is really in there. */
export async function openInside(dataDir: string, name: string): Promise<FileHandle | null> {
  const path = join(await realpath(dataDir), name);
  // O_NOFOLLOW is missing on Windows, where making a link needs a right that the sandbox does not have.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) return null;
  const isInside = (await realpath(path).catch(() => null)) === path;
  if (isInside && (await handle.stat()).isFile()) return handle;
  await handle.close();
  return null;
}

/**
 * Writes a file of the folder, whole or not at all; its second name `alias` follows it. Throws what `pieces` throws; null
 * if the name cannot be had there, e.g. because a folder has it, or a link leads out of the folder.
 */
export async function writeInside(
  dataDir: string,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  alias?: string,
): Promise<LocalFile | null> {
  const root = await realpath(dataDir);
  const path = join(root, name);
  const folder = dirname(path);
  if (!(await isFolder(folder))) return null;
  const part = join(folder, `.part-${randomUUID()}`);
  const handle = await open(part, "wx");
  try {
    try {
      for await (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await isFolder(folder)) || (await isFolderAt(path))) return null;
    const old = await lstat(path).catch(() => null);
    await rename(part, path);
    if (old !== null && alias !== undefined) await follow(path, join(root, alias), old.ino);
  } finally {
    await rm(part, { force: true });
  }
  return stateOf(path, name);
}

/** Lets a second name of the file that was at `path` be one of the file that is there now. */
async function follow(path: string, alias: string, ino: number): Promise<void> {
  if ((await lstat(alias).catch(() => null))?.ino !== ino) return;
  await rm(alias, { force: true });
  await link(path, alias);
}

/** Whether the folder is there, made if need be, and is itself: no link on the way to it. */
async function isFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    return (await realpath(folder)) === folder;
  } catch {
    // A file has the name of a folder on the way.
    return false;
  }
}

/** Whether a folder has that path, which a file cannot replace. */
export async function isFolderAt(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/**
 * The name that a file of the container gets here: its path below /mnt/data, or null for one that is elsewhere, or
 * that could lead out of the folder.
 */
export function nameOf(path: string): string | null {
  const below = /^\/mnt\/data\/(.+)$/s.exec(path)?.[1];
  if (below === undefined || Buffer.byteLength(below) > 1000) return null;
  const parts = below.split("/");
  return parts.every(isSafePart) ? parts.map(asOnDisk).join("/") : null;
}

function isSafePart(part: string): boolean {
  if (part === "" || part === "." || part === ".." || Buffer.byteLength(part) > 200) return false;
  return !/[\p{Cc}\\]/u.test(part) && !PART.test(part) && basename(part) === part;
}

/** Windows refuses some letters, and takes others for devices and streams. */
function asOnDisk(part: string): string {
  return process.platform === "win32" ? part.replace(/[<>:"|?*]/g, "_").replace(/[. ]+$/, "_") : part;
}
