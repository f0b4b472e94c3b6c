import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { InterpreterError } from "../base/errors.ts";
import { newId } from "../base/ids.ts";
import type { FileRef } from "../domain/file.ts";
import { isDiskFull } from "./errors.ts";
import { transact } from "./store/database.ts";
import type { Store } from "./store/store.ts";
import { type FileObject, seconds } from "./wire.ts";

interface Made {
  threadId: string;
  /** The thread's /mnt/data. */
  dataDir: string;
  /** Path below /mnt/data. */
  name: string;
  mime: string;
  source: Uint8Array | { path: string };
  /** Epoch milliseconds. */
  at: number;
}

/** Keeps what a cell made as a new file of the thread, of purpose `assistants_output`. */
export async function keepFile(store: Store, made: Made): Promise<FileRef> {
  const { threadId, dataDir, name, mime, source, at } = made;
  const id = newId("file");
  if (!(source instanceof Uint8Array)) await refuseAlias(dataDir, name);
  const bytes = await write(store, id, made);
  const ref: FileRef = { id, name, bytes, mime };
  const object: FileObject = {
    id,
    object: "file",
    bytes,
    created_at: seconds(at),
    filename: `/mnt/data/${name}`,
    purpose: "assistants_output",
    status: "processed",
  };
  try {
    transact(store.db, () => {
      store.objects.put(object, threadId);
      store.files.put(threadId, "output", ref, at);
    });
  } catch (error) {
    await store.blobs.remove(id);
    throw error;
  }
  return ref;
}

async function write(store: Store, id: string, { name, dataDir, source }: Made): Promise<number> {
  try {
    if (source instanceof Uint8Array) return await store.blobs.write(id, [source]);
    return await copy(store, id, dataDir, source.path);
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause;
    throw new InterpreterError("user", "disk_full", `The disk is full: ${name} could not be kept.`, {
      action: "Free some space and ask again.",
      cause,
    });
  }
}

/**
 * The second name of a file that was given, by its id (see Mounts), is no file of its own; one that a cell put in its
 * place has no other name.
 */
async function refuseAlias(dataDir: string, name: string): Promise<void> {
  if (!/^file-[A-Za-z0-9]{22}$/.test(name) || (await lstat(join(dataDir, name))).nlink < 2) return;
  throw new InterpreterError("policy", "second_name", `${name} is another file's second name.`);
}

/**
 * Copies a file out of the sandbox's folder. A cell may have put a link there, or swap one in while we look: the
 * folder must be the real one, and the file is opened without following.
 */
async function copy(store: Store, id: string, dataDir: string, path: string): Promise<number> {
  const folder = await realpath(join(path, ".."));
  const root = await realpath(dataDir);
  const real = join(folder, basename(path));
  if ((folder !== root && !folder.startsWith(join(root, "/"))) || !(await lstat(real)).isFile()) {
    throw noPlainFile(path);
  }
  // O_NOFOLLOW is missing on Windows, where making a link needs a right that the sandbox does not have.
  const handle = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    if (!(await isAt(handle, real))) throw noPlainFile(path);
    return await store.blobs.write(id, handle.createReadStream({ autoClose: false }));
  } finally {
    await handle.close();
  }
}

/**
 * Whether what was opened is the file at `real`, without links: a folder on the way may have been swapped for a link
 * since we looked. Only Linux can be asked where an open file is; elsewhere a second look makes the moment smaller.
 */
async function isAt(handle: FileHandle, real: string): Promise<boolean> {
  if (process.platform === "linux") return (await realpath(`/proc/self/fd/${handle.fd}`)) === real;
  const [opened, there] = [await handle.stat(), await lstat(real)];
  return (await realpath(real)) === real && opened.ino === there.ino && opened.dev === there.dev;
}

function noPlainFile(path: string): InterpreterError {
  const message = `${basename(path)} is not a plain file; it was left out.`;
  return new InterpreterError("policy", "not_a_file", message);
}
