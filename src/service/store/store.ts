import { mkdirSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { InterpreterError, messageOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { Blobs, isOlder } from "./blobs.ts";
import { openDatabase } from "./database.ts";
import { Events } from "./events.ts";
import { Objects } from "./objects.ts";
import { Owner } from "./owner.ts";
import { Queue } from "./queue.ts";
import { RunnerNotes } from "./runnerNotes.ts";
import { ThreadFiles } from "./threadFiles.ts";
import { threadsFolder } from "./threadsFolder.ts";

/**
 * Everything the service keeps, below one folder that several processes may share:
 * `interpreter.db` (objects, events), `files/` (bytes), `threads/<id>/data` (a thread's /mnt/data), `owners/`.
 */
export class Store {
  readonly db: DatabaseSync;
  readonly objects: Objects;
  readonly events: Events;
  readonly files: ThreadFiles;
  readonly queue: Queue;
  readonly notes: RunnerNotes;
  readonly blobs: Blobs;
  readonly owner: Owner;
  readonly #folder: string;

  /** Throws InterpreterError of kind "user" when the folder, or the history in it, cannot be opened. */
  constructor(folder: string, blobs = new Blobs(join(folder, "files"))) {
    this.#folder = folder;
    this.db = openIn(folder);
    this.objects = new Objects(this.db);
    this.events = new Events(this.db);
    this.files = new ThreadFiles(this.db);
    this.queue = new Queue(this.db);
    this.notes = new RunnerNotes(this.db);
    this.blobs = blobs;
    this.owner = new Owner(join(folder, "owners"));
  }

  /** The absolute folder that is /mnt/data of the thread; made if it is not there. */
  async dataDir(threadId: string): Promise<string> {
    const folder = join(threadsFolder(this.#folder), threadId, "data");
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Removes the thread's folder with all that is in it. */
  async removeFolder(threadId: string): Promise<void> {
    await rm(join(threadsFolder(this.#folder), threadId), { recursive: true, force: true });
  }

  /** Removes what is in no row: a file or a folder that was being made, or removed, when a process died. */
  async sweep(olderThanMs: number): Promise<void> {
    await this.blobs.sweep(olderThanMs, (id) => this.objects.has("file", id));
    const folders = await readdir(threadsFolder(this.#folder)).catch(() => []);
    for (const id of folders) {
      const isThread = id.startsWith("thread_");
      if (isThread && !this.objects.has("thread", id)) await this.#sweepFolder(id, olderThanMs);
    }
    this.owner.sweep(olderThanMs);
  }

  async #sweepFolder(threadId: string, olderThanMs: number): Promise<void> {
    const path = join(threadsFolder(this.#folder), threadId);
    if (await isOlder(path, olderThanMs)) await this.removeFolder(threadId);
  }

  dispose(): void {
    this.owner.dispose();
    this.db.close();
  }
}

function openIn(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return openDatabase(join(folder, "interpreter.db"));
  } catch (cause) {
    const message = t("The history in {0} cannot be opened: {1}.", folder, messageOf(cause));
    throw new InterpreterError("user", "no_history", message, {
      action: t(
        "Nothing in it was changed. Check the disk and the rights to the folder; to begin with an empty history, move the folder to another place.",
      ),
      cause,
    });
  }
}
