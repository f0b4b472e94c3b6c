import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

type Bytes = ReadableStream<Uint8Array>;

/** Writes a new file, with the folders that it needs. Rejects with EEXIST, and leaves what is there, if there is one. */
export async function createFile(path: string, bytes: Bytes, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "wx");
  try {
    try {
      for await (const piece of bytes) {
        signal.throwIfAborted();
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Writes a file; the one that was there before stays until the new one is whole. A link stays a link. */
export async function replaceFile(path: string, bytes: Bytes, signal: AbortSignal): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) return createFile(path, bytes, signal);
  const real = await realpath(path);
  const whole = join(dirname(real), `.${randomUUID()}.part`);
  await createFile(whole, bytes, signal);
  try {
    await chmod(whole, found.mode);
    await rename(whole, real);
  } catch (error) {
    await rm(whole, { force: true });
    throw error;
  }
}
