import { mkdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Blobs } from "./blobs.ts";
import { openDatabase } from "./database.ts";
import { Events } from "./events.ts";
import { Objects } from "./objects.ts";
import { Owner } from "./owner.ts";
import { ThreadFiles } from "./threadFiles.ts";

/** The folder in which every thread's /mnt/data lies, below the service's own. */
export function threadsFolder(dataDir: string): string {
  return join(dataDir, "threads");
}

/**
 * Everything the service keeps, below one folder that several processes may share:
 * `interpreter.db` (objects, events), `files/` (bytes), `threads/<id>/data` (a thread's /mnt/data), `owners/`.
 */
export class Store {
  readonly db: DatabaseSync;
  readonly objects: Objects;
  readonly events: Events;
  readonly files: ThreadFiles;
  readonly blobs: Blobs;
  readonly owner: Owner;
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.db = openDatabase(join(folder, "interpreter.db"));
    this.objects = new Objects(this.db);
    this.events = new Events(this.db);
    this.files = new ThreadFiles(this.db);
    this.blobs = new Blobs(join(folder, "files"));
    this.owner = new Owner(join(folder, "owners"));
  }

  /** The absolute folder that is /mnt/data of the thread; made if it is not there. */
  async dataDir(threadId: string): Promise<string> {
    const folder = join(threadsFolder(this.#folder), threadId, "data");
    await mkdir(folder, { recursive: true });
    return folder;
  }

  dispose(): void {
    this.owner.dispose();
    this.db.close();
  }
}
