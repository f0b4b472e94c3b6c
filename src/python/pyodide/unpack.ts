import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { type Expected, isWhole, runtimeDamaged } from "./manifest.ts";
import { FRAME_BYTES, PACKED_DATA, PACKED_INDEX, type PackedIndex, parseIndex } from "./packed.ts";

const decompress = promisify(zstdDecompress);
// As many as libuv has threads.
const AT_ONCE = 4;
const UNFINISHED = ".part";
// What another window is writing is younger.
const LEFT_OVER_MS = 3_600_000;

export interface Unpacking {
  /** Folder of the packed files. */
  readonly packedDir: string;
  /** Folder to put them into. */
  readonly to: string;
  /** The files to unpack, with what they have to be. */
  readonly files: Expected;
  /** Told after each piece: the part that is done, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/**
 * Unpacks files. Each is checked by its hash and on disk before it gets its name: whatever ends this, a file that is
 * there is whole. Several processes may do it at once. Throws InterpreterError when what is packed is missing or
 * damaged, and errors of the file system about `to` as they are.
 */
export async function unpack({ packedDir, to, files, onProgress }: Unpacking): Promise<void> {
  const names = Object.keys(files);
  const { index, packed } = await openPacked(packedDir, names);
  try {
    await mkdir(to, { recursive: true });
    await removeLeftOvers(to);
    const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    const onWritten = (bytes: number): void => onProgress((done += bytes) / total);
    let position = 0;
    for (const [name, lengths] of Object.entries(index.files)) {
      const expected = files[name];
      if (expected !== undefined) {
        await writeChecked(join(to, name), expected, unpackedFrames(packed, position, lengths), onWritten);
      }
      position += lengths.reduce((sum, length) => sum + length, 0);
    }
  } finally {
    await packed.close();
  }
}

async function openPacked(
  packedDir: string,
  names: readonly string[],
): Promise<{ index: PackedIndex; packed: FileHandle }> {
  try {
    const index = parseIndex(await readFile(join(packedDir, PACKED_INDEX), "utf8"));
    const missing = names.filter((name) => !Object.hasOwn(index.files, name));
    if (missing.length > 0) throw runtimeDamaged(missing);
    return { index, packed: await open(join(packedDir, PACKED_DATA)) };
  } catch (error) {
    throw runtimeDamaged(names, error);
  }
}

/** In order, while the next ones are already worked at. */
async function* unpackedFrames(
  packed: FileHandle,
  start: number,
  lengths: readonly number[],
): AsyncGenerator<Buffer> {
  const working: Promise<Buffer | null>[] = [];
  let position = start;
  for (const length of lengths) {
    working.push(unpackFrame(packed, position, length));
    position += length;
    if (working.length === AT_ONCE) yield whole(await working.shift());
  }
  for (const frame of working) yield whole(await frame);
}

function whole(frame: Buffer | null | undefined): Buffer {
  if (frame === null || frame === undefined) throw runtimeDamaged([PACKED_DATA]);
  return frame;
}

/** Null when it is damaged: a rejection could come while an earlier frame is waited for, with nobody to hear it. */
async function unpackFrame(packed: FileHandle, position: number, length: number): Promise<Buffer | null> {
  try {
    const bytes = Buffer.alloc(length);
    await packed.read(bytes, 0, length, position);
    return await decompress(bytes, { maxOutputLength: FRAME_BYTES });
  } catch {
    return null;
  }
}

async function writeChecked(
  path: string,
  expected: Expected[string],
  pieces: AsyncIterable<Buffer>,
  onWritten: (bytes: number) => void,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}${UNFINISHED}`;
  const file = await open(temporary, "wx");
  try {
    const hash = createHash("sha256");
    try {
      for await (const piece of pieces) {
        hash.update(piece);
        await file.writeFile(piece);
        onWritten(piece.length);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (hash.digest("hex") !== expected.sha256) throw runtimeDamaged([PACKED_DATA]);
    await putInPlace(temporary, path, expected);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function putInPlace(temporary: string, path: string, expected: Expected[string]): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    // Windows does not replace a file that is open: another window was first, and uses it.
    if (!(await isWhole(path, expected))) throw error;
    await rm(temporary);
  }
}

/** What was being written when a process was ended. */
async function removeLeftOvers(folder: string): Promise<void> {
  const limit = Date.now() - LEFT_OVER_MS;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.endsWith(UNFINISHED)) continue;
    if (
      await stat(path).then(
        ({ mtimeMs }) => mtimeMs < limit,
        () => false,
      )
    )
      await rm(path, { force: true });
  }
}
