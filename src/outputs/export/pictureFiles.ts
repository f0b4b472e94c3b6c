import type { FileRef } from "../../domain/file.ts";
import { folded, freeName } from "../saveNames.ts";
import { safeStem } from "./fileName.ts";
import type { Pictures } from "./pictures.ts";

// What cells' pictures can be.
const EXTENSIONS: Record<string, string> = { "image/png": ".png", "image/jpeg": ".jpg" };

export interface PictureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Names for pictures in one folder: as in the thread, with a number where two versions have the same name. */
export class PictureFiles {
  readonly #pictures: Pictures;
  readonly #folder: string;
  readonly #files = new Map<string, PictureFile>();

  constructor(pictures: Pictures, folder: string) {
    this.#pictures = pictures;
    this.#folder = folder;
  }

  get used(): readonly PictureFile[] {
    return [...this.#files.values()];
  }

  /** The address of a picture relative to the document, as a link has it; null when its bytes are missing. */
  pathOf({ id, name, mime }: FileRef): string | null {
    const bytes = this.#pictures.get(id);
    if (bytes === undefined) return null;
    const file = this.#files.get(id) ?? { name: this.#freeName(name, mime), bytes };
    this.#files.set(id, file);
    return [this.#folder, file.name].map(encoded).join("/");
  }

  #freeName(name: string, mime: string): string {
    const extension = EXTENSIONS[mime] ?? ".bin";
    const stem = safeStem(name.replace(/\.[^./]*$/, "").replaceAll("/", "-"));
    return freeName(`${stem}${extension}`, new Set(this.used.map((file) => folded(file.name))));
  }
}

// Parentheses would end the link.
function encoded(part: string): string {
  return encodeURIComponent(part).replace(/[()'!*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}
