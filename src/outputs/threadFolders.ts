import { Disposables, type Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { type FolderNews, type FolderParts, ThreadFolder } from "./threadFolder.ts";

/** The files of all threads, and news of those that somebody looks at. */
export class ThreadFolders implements Disposable {
  readonly #parts: FolderParts;
  readonly #folders = new Map<string, ThreadFolder>();
  readonly #news: Emitter<FolderNews>;
  readonly #owned = new Disposables();

  constructor(parts: FolderParts) {
    this.#parts = parts;
    this.#news = new Emitter((error) => parts.log.error("news of files were not taken", error));
  }

  readonly onNews = (listener: (news: FolderNews) => void): Disposable => this.#news.on(listener);

  /** Newest version of each file, in order of first appearance. Throws status 404 if there is no such thread. */
  async files(threadId: string): Promise<readonly ThreadFile[]> {
    return (await this.#folder(threadId).look()).files;
  }

  /** Follows the thread until disposed. */
  watch(threadId: string): Disposable {
    return this.#folder(threadId).watch();
  }

  async dispose(): Promise<void> {
    this.#news.dispose();
    await this.#owned.dispose();
  }

  #folder(threadId: string): ThreadFolder {
    const known = this.#folders.get(threadId);
    if (known !== undefined) return known;
    const folder = this.#owned.add(new ThreadFolder(threadId, this.#parts, (news) => this.#news.emit(news)));
    this.#folders.set(threadId, folder);
    return folder;
  }
}
