import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";

const DIRECTORY_END = 0x06054b50;
const STORED = 0;

/** An archive of less than 4 GB, read whole. */
export class Zip {
  /** By name: where it lies. */
  readonly #entries = new Map<
    string,
    { readonly at: number; readonly packed: number; readonly method: number }
  >();
  readonly #bytes: Buffer;
  /** The different times of its entries, as the archive writes them. */
  readonly times = new Set<number>();

  constructor(path: string) {
    const bytes = (this.#bytes = readFileSync(path));
    const end = bytes.lastIndexOf(Buffer.from(Uint32Array.of(DIRECTORY_END).buffer));
    let at = bytes.readUInt32LE(end + 16);
    for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
      this.times.add(bytes.readUInt32LE(at + 12));
      this.#entries.set(name, {
        at: bytes.readUInt32LE(at + 42),
        packed: bytes.readUInt32LE(at + 20),
        method: bytes.readUInt16LE(at + 10),
      });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()].sort();
  }

  read(name: string): Buffer {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`The archive has no ${name}.`);
    const { at, packed, method } = entry;
    const start = at + 30 + this.#bytes.readUInt16LE(at + 26) + this.#bytes.readUInt16LE(at + 28);
    const content = this.#bytes.subarray(start, start + packed);
    return method === STORED ? content : inflateRawSync(content);
  }

  async extract(folder: string): Promise<void> {
    for (const name of this.names) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), this.read(name));
    }
  }
}
