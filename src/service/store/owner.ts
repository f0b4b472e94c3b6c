import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Marks this process as alive for others on the same data folder, for as long as it lives, however it ends: an open
 * transaction on a small database of its own, whose lock the operating system drops with the process. (Rejected: pid
 * files, as pids are used again; heartbeats, as a laptop that slept looks dead.)
 */
export class Owner {
  readonly id = randomUUID();
  readonly #folder: string;
  readonly #lock: DatabaseSync;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#lock = new DatabaseSync(this.#path(this.id));
    this.#lock.exec("PRAGMA journal_mode = DELETE; CREATE TABLE held (x); BEGIN EXCLUSIVE;");
  }

  /** Whether the owner `id` still runs. Removes what a dead one left. */
  isAlive(id: string): boolean {
    if (id === this.id) return true;
    if (!readdirSync(this.#folder).includes(`${id}.lock`)) return false;
    const probe = new DatabaseSync(this.#path(id));
    try {
      probe.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; ROLLBACK;");
    } catch {
      return true;
    } finally {
      probe.close();
    }
    this.#remove(id);
    return false;
  }

  /** Removes what dead owners left; a young file may belong to one that is just about to take its lock. */
  sweep(olderThanMs: number): void {
    for (const name of readdirSync(this.#folder)) {
      const [, id] = /^(.+)\.lock$/.exec(name) ?? [];
      if (id === undefined || id === this.id) continue;
      const file = statSync(this.#path(id), { throwIfNoEntry: false });
      if (file !== undefined && Date.now() - file.mtimeMs > olderThanMs) this.isAlive(id);
    }
  }

  dispose(): void {
    this.#lock.close();
    this.#remove(this.id);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.lock`);
  }

  #remove(id: string): void {
    for (const suffix of ["", "-journal"]) rmSync(this.#path(id) + suffix, { force: true });
  }
}
