import type { DatabaseSync } from "node:sqlite";
import type { Owner } from "./owner.ts";

/** Which run works in which thread, and which process carries it out: the lock of a thread. */
export class ActiveRuns {
  readonly #db: DatabaseSync;
  readonly #owner: Owner;

  constructor(db: DatabaseSync, owner: Owner) {
    this.#db = db;
    this.#owner = owner;
  }

  ofThread(threadId: string): string | undefined {
    const row = this.#db.prepare("SELECT run_id FROM active_runs WHERE thread_id = ?").get(threadId);
    return row === undefined ? undefined : String(row["run_id"]);
  }

  /** Whether the run's process is dead; false if the run has no lock. */
  isAbandoned(runId: string): boolean {
    const row = this.#db.prepare("SELECT owner FROM active_runs WHERE run_id = ?").get(runId);
    return row !== undefined && !this.#owner.isAlive(String(row["owner"]));
  }

  /** Locks the thread for `runId`; the id of the run that has it already otherwise. */
  take(threadId: string, runId: string): string | undefined {
    const other = this.ofThread(threadId);
    if (other !== undefined) return other;
    this.#db
      .prepare("INSERT INTO active_runs (thread_id, run_id, owner) VALUES (?, ?, ?)")
      .run(threadId, runId, this.#owner.id);
    return undefined;
  }

  release(threadId: string): void {
    this.#db.prepare("DELETE FROM active_runs WHERE thread_id = ?").run(threadId);
  }

  /** Runs whose process is dead. */
  abandoned(): { runId: string }[] {
    const rows = this.#db.prepare("SELECT run_id, owner FROM active_runs").all();
    return rows
      .filter((row) => !this.#owner.isAlive(String(row["owner"])))
      .map((row) => ({ runId: String(row["run_id"]) }));
  }
}
