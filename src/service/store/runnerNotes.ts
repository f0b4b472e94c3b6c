import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Json } from "../../domain/json.ts";

/** What runners note about a thread for their later runs, one note a key. */
export class RunnerNotes {
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #removeThread: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare("INSERT OR REPLACE INTO runner_notes (thread_id, key, note) VALUES (?, ?, ?)");
    this.#get = db.prepare("SELECT note FROM runner_notes WHERE thread_id = ? AND key = ?");
    this.#removeThread = db.prepare("DELETE FROM runner_notes WHERE thread_id = ?");
  }

  put(threadId: string, key: string, note: Json): void {
    this.#put.run(threadId, key, JSON.stringify(note));
  }

  get(threadId: string, key: string): Json | undefined {
    const row = this.#get.get(threadId, key);
    return row === undefined ? undefined : (JSON.parse(String(row["note"])) as Json);
  }

  removeThread(threadId: string): void {
    this.#removeThread.run(threadId);
  }
}
