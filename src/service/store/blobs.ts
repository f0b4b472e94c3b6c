import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

// Small: of larger pieces V8 lets some 64 MB gather before it takes back the memory of those that were read.
const PIECE_BYTES = 8 * 1024;

/** Bytes of files, one file a blob, named by file id. A blob is whole and on disk, or it is not there. */
export class Blobs {
  readonly #folder: string;
  readonly #create: (path: string) => Promise<FileHandle>;

  /** `create`: opens a new file for writing; tests give it a disk that is full. */
  constructor(folder: string, create = (path: string): Promise<FileHandle> => open(path, "wx")) {
    this.#folder = folder;
    this.#create = create;
  }

  pathOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Keeps everything `source` gives; resolves to its size in bytes. Leaves nothing behind when it fails. */
  async write(id: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number> {
    await mkdir(this.#folder, { recursive: true });
    const temporary = join(this.#folder, `.${id}.${randomUUID()}`);
    let bytes = 0;
    try {
      const handle = await this.#create(temporary);
      try {
        for await (const chunk of source) {
          await handle.writeFile(chunk);
          bytes += chunk.length;
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.pathOf(id));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return bytes;
  }

  /** Copies a blob to `path`, by reflink where the file system can. False, and no copy, if there is a file already. */
  async copyTo(id: string, path: string): Promise<boolean> {
    try {
      await copyFile(this.pathOf(id), path, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      // Half a copy would pass for the file.
      await rm(path, { force: true });
      throw error;
    }
  }

  /** The bytes, read from disk piece by piece as they are taken; nothing is open before the first is. */
  read(id: string): ReadableStream<Uint8Array> {
    let opening: Promise<FileHandle> | undefined;
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const handle = await (opening ??= open(this.pathOf(id)));
          const { bytesRead, buffer } = await handle.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES);
          if (bytesRead > 0) {
            controller.enqueue(buffer.subarray(0, bytesRead));
            return;
          }
          await handle.close();
          controller.close();
        },
        cancel: async () => (await opening)?.close(),
      },
      { highWaterMark: 0 },
    );
  }

  /** Removes what nobody knows of, once it is old enough not to be on its way. */
  async sweep(olderThanMs: number, isKnown: (id: string) => boolean): Promise<void> {
    let count = 0;
    for (const name of await readdir(this.#folder).catch(() => [])) {
      // There may be very many, and somebody may be waiting for an answer.
      if (++count % 256 === 0) await setImmediate();
      const path = join(this.#folder, name);
      if (!isKnown(name) && (await isOlder(path, olderThanMs))) await rm(path, { force: true });
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }
}

/** Whether nothing was written there for so long; false if it is gone. */
export async function isOlder(path: string, ms: number): Promise<boolean> {
  const mtimeMs = await stat(path).then(
    (found) => found.mtimeMs,
    () => Infinity,
  );
  return Date.now() - mtimeMs > ms;
}
