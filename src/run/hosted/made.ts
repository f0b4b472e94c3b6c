import type { FileRef } from "../../domain/file.ts";

/** What a run has made and no message carries yet. */
export class Made {
  readonly #images: FileRef[] = [];
  readonly #shown = new Set<string>();
  readonly #files = new Map<string, FileRef>();

  get isEmpty(): boolean {
    return this.#images.length + this.#files.size === 0;
  }

  addImage(image: FileRef): void {
    this.#images.push(image);
    this.#shown.add(image.id);
  }

  hasShown({ id }: FileRef): boolean {
    return this.#shown.has(id);
  }

  /** A newer version takes the place of an older one. */
  addFiles(files: readonly FileRef[]): void {
    for (const file of files) this.#files.set(file.name, file);
  }

  takeImages(): FileRef[] {
    return this.#images.splice(0);
  }

  takeFiles(): FileRef[] {
    const files = [...this.#files.values()];
    this.#files.clear();
    return files;
  }
}
