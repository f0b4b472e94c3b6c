import { randomUUID } from "node:crypto";
import { constants, createReadStream, type ReadStream } from "node:fs";
import { copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of files, one file a blob, named by file id. A blob is whole and on disk, or it is not there. */
export class Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
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
      const handle = await open(temporary, "wx");
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
      throw error;
    }
  }

  read(id: string): ReadStream {
    return createReadStream(this.pathOf(id));
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }
}
