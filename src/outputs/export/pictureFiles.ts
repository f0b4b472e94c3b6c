import type { FileRef } from "../../domain/file.ts";
import { safeStem } from "./fileName.ts";
import type { Pictures } from "./pictures.ts";

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

  // Letters' case does not tell files apart everywhere.
  #freeName(name: string, mime: string): string {
    const extension =
      mime === "image/jpeg" ? ".jpg" : `.${mime.replace(/^image\//, "").replace(/\W.*$/, "")}`;
    const stem = safeStem(name.replace(/\.[^./]*$/, "").replaceAll("/", "-"));
    const taken = new Set(this.used.map((file) => file.name.toLowerCase()));
    let free = `${stem}${extension}`;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem}-${count}${extension}`;
    return free;
  }
}

// Parentheses would end the link.
function encoded(part: string): string {
  return encodeURIComponent(part).replace(/[()'!*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}
