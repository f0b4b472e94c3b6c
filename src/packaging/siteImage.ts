import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImageIndex } from "../python/pyodide/child/imageFs.ts";

/** The files of the embedded Python's packages, as they are shipped. */
export class SiteImage {
  /** Paths of all files, below site-packages. */
  readonly paths: readonly string[];
  readonly #index: ImageIndex;
  readonly #bytes: Buffer;

  static async open(runtimeDir: string): Promise<SiteImage> {
    const index = JSON.parse(await readFile(join(runtimeDir, "site.json"), "utf8")) as ImageIndex;
    return new SiteImage(index, await readFile(join(runtimeDir, "site.img")));
  }

  private constructor(index: ImageIndex, bytes: Buffer) {
    this.#index = index;
    this.#bytes = bytes;
    this.paths = Object.entries(index).flatMap(([folder, entries]) =>
      Object.entries(entries).flatMap(([name, place]) =>
        place === 0 ? [] : [folder === "" ? name : `${folder}/${name}`],
      ),
    );
  }

  text(path: string): string {
    const cut = path.lastIndexOf("/");
    const place = this.#index[path.slice(0, Math.max(0, cut))]?.[path.slice(cut + 1)];
    if (place === undefined || place === 0) throw new Error(`The embedded Python has no file ${path}.`);
    return this.#bytes.toString("utf8", place[0], place[0] + place[1]);
  }
}
