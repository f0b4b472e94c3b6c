import { access, link, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileRef } from "../domain/file.ts";
import { mimeTypeOf } from "../domain/mimeTypes.ts";
import { freeName, safeName } from "../base/fileName.ts";
import { found } from "./found.ts";
import type { Store } from "./store/store.ts";
import { refOf } from "./store/threadFiles.ts";

/**
 * Files on their way into a thread's /mnt/data. They are copied first, as that takes time and may fail; recorded in the
 * transaction that needs them; taken away again if there is none.
 */
export class Mounts {
  readonly #store: Store;
  readonly #threadId: string;
  readonly #fresh: FileRef[] = [];
  /** Paths of what was put into the folder. */
  readonly #made: string[] = [];

  constructor(store: Store, threadId: string) {
    this.#store = store;
    this.#threadId = threadId;
  }

  /** Copies the file into the folder, never links it: the original cannot be changed from inside. */
  async add(id: string): Promise<FileRef> {
    const { filename, bytes } = found(this.#store.objects.get("file", id), "file", id);
    const fresh = this.#fresh.find((file) => file.id === id);
    if (fresh !== undefined) return fresh;
    const folder = await this.#store.dataDir(this.#threadId);
    const known = this.#store.files.find(this.#threadId, id);
    if (known !== undefined) {
      await this.#copyBack(folder, id, known.name);
      return refOf(known);
    }
    const name = await this.#copy(folder, id, filename);
    const ref = { id, name, bytes, mime: mimeTypeOf(name) };
    this.#fresh.push(ref);
    return ref;
  }

  /** Records what is new among the thread's files; in a transaction. */
  record(at: number): void {
    for (const file of this.#fresh) this.#store.files.put(this.#threadId, "input", file, at);
  }

  async undo(): Promise<void> {
    for (const path of this.#made) await rm(path, { force: true });
  }

  async #copy(folder: string, id: string, filename: string): Promise<string> {
    const taken: string[] = [];
    for (;;) {
      const name = freeName(safeName(filename), [...taken, ...(await readdir(folder))]);
      if (await this.#put(folder, id, name)) return name;
      // Another message was faster, or the file system takes two spellings for one name.
      taken.push(name);
    }
  }

  // A cell may have deleted a file that is sent once more; one that it changed stands under an id of its own.
  async #copyBack(folder: string, id: string, name: string): Promise<void> {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await mkdir(dirname(path), { recursive: true });
    await this.#put(folder, id, name);
  }

  async #put(folder: string, id: string, name: string): Promise<boolean> {
    const path = join(folder, name);
    if (!(await this.#store.blobs.copyTo(id, path))) return false;
    this.#made.push(path);
    await this.#alias(path, join(folder, id), id);
    return true;
  }

  /** The API's own path of the file, by its id: the same file by a second name, so it costs no space. */
  async #alias(path: string, alias: string, id: string): Promise<void> {
    await rm(alias, { force: true });
    this.#made.push(alias);
    try {
      await link(path, alias);
    } catch {
      // Some file systems have no second names.
      await this.#store.blobs.copyTo(id, alias);
    }
  }
}
