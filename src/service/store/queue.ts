import type { DatabaseSync, StatementSync } from "node:sqlite";

/** A question that waits; `body` is what its client sent. */
export interface WaitingQuestion {
  readonly id: string;
  readonly threadId: string;
  readonly body: unknown;
}

/** Questions that wait for their thread's run, in the order in which they came. */
export class Queue {
  readonly #put: StatementSync;
  readonly #list: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeThread: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare("INSERT INTO queued_questions (id, thread_id, body) VALUES (?, ?, ?)");
    this.#list = db.prepare("SELECT * FROM queued_questions WHERE thread_id = ? ORDER BY position");
    this.#remove = db.prepare("DELETE FROM queued_questions WHERE thread_id = ? AND id = ?");
    this.#removeThread = db.prepare("DELETE FROM queued_questions WHERE thread_id = ?");
  }

  /** Puts it behind the others. */
  put({ id, threadId, body }: WaitingQuestion): void {
    this.#put.run(id, threadId, JSON.stringify(body));
  }

  list(threadId: string): WaitingQuestion[] {
    return this.#list.all(threadId).map((row) => ({
      id: String(row["id"]),
      threadId,
      body: JSON.parse(String(row["body"])) as unknown,
    }));
  }

  /** False if it does not wait any more. */
  remove(threadId: string, id: string): boolean {
    return this.#remove.run(threadId, id).changes > 0;
  }

  removeThread(threadId: string): void {
    this.#removeThread.run(threadId);
  }
}
