import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import { RUNTIME_FILES } from "../manifest.ts";
import { FRAME_BYTES, PACKED_DATA, PACKED_INDEX, type PackedIndex } from "../packed.ts";

const compress = promisify(zstdCompress);
const LEVEL = 19;
const params = { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_windowLog]: 24 };

/**
 * Packs the built runtime in the folder `from`: writes `runtime.zst` and `index.json` into the folder `to`. The same
 * files give the same bytes. It takes minutes of computing; frames that have not changed are taken from the folder
 * `cache`.
 */
export async function packRuntime(from: string, to: string, cache: string): Promise<void> {
  const files = await Promise.all(RUNTIME_FILES.map((name) => readFile(join(from, name))));
  const frames = files.map((bytes) => framesOf(bytes).map((frame) => ({ frame, key: keyOf(frame) })));
  await mkdir(cache, { recursive: true });
  const packed = await Promise.all(
    frames.map((ofFile) => Promise.all(ofFile.map(({ frame, key }) => cached(join(cache, key), frame)))),
  );
  const index: PackedIndex = {
    files: Object.fromEntries(
      RUNTIME_FILES.map((name, at) => [name, packed[at]!.map(({ length }) => length)]),
    ),
  };
  await mkdir(to, { recursive: true });
  await writeFile(join(to, PACKED_DATA), Buffer.concat(packed.flat()));
  await writeFile(join(to, PACKED_INDEX), JSON.stringify(index));
  await prune(cache, new Set(frames.flat().map(({ key }) => key)));
}

function framesOf(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) frames.push(bytes.subarray(at, at + FRAME_BYTES));
  return frames;
}

function keyOf(frame: Uint8Array): string {
  return `${createHash("sha256").update(frame).digest("hex").slice(0, 32)}-${LEVEL}.zst`;
}

async function cached(path: string, frame: Uint8Array): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    const packed = await compress(frame, { params });
    // Two frames may be the same.
    const temporary = `${path}.${randomUUID()}.part`;
    await writeFile(temporary, packed);
    await rename(temporary, path);
    return packed;
  }
}

async function prune(cache: string, used: ReadonlySet<string>): Promise<void> {
  const unused = (await readdir(cache)).filter((name) => !used.has(name));
  await Promise.all(unused.map((name) => rm(join(cache, name), { force: true })));
}
