import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Change, threadEventSchema, type ThreadEvent } from "../../domain/event.ts";

/** Rows of the log; see EventLog for what may be appended and who hears of it. */
export class Events {
  readonly #last: StatementSync;
  readonly #insert: StatementSync;
  readonly #ofThread: StatementSync;
  readonly #ofRun: StatementSync;

  constructor(db: DatabaseSync) {
    this.#last = db.prepare("SELECT max(seq) AS seq FROM events WHERE thread_id = ?");
    this.#insert = db.prepare(
      "INSERT INTO events (thread_id, seq, at, run_id, change) VALUES (?, ?, ?, ?, ?)",
    );
    this.#ofThread = db.prepare("SELECT * FROM events WHERE thread_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    this.#ofRun = db.prepare("SELECT * FROM events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?");
  }

  /** Must be called in a transaction, as it counts `seq` up. */
  insert(threadId: string, at: number, change: Change): ThreadEvent {
    const seq = Number(this.#last.get(threadId)?.["seq"] ?? 0) + 1;
    const runId = "runId" in change ? change.runId : null;
    this.#insert.run(threadId, seq, at, runId, JSON.stringify(change));
    return { threadId, seq, at, change };
  }

  /** At most `limit` events of the thread after `seq`. */
  ofThread(threadId: string, after: number, limit: number): ThreadEvent[] {
    return this.#ofThread.all(threadId, after, limit).map(toEvent);
  }

  /** At most `limit` events of the run after `seq` (which counts in its thread). */
  ofRun(runId: string, after: number, limit: number): ThreadEvent[] {
    return this.#ofRun.all(runId, after, limit).map(toEvent);
  }
}

function toEvent(row: Record<string, unknown>): ThreadEvent {
  return threadEventSchema.parse({
    threadId: row["thread_id"],
    seq: row["seq"],
    at: row["at"],
    change: JSON.parse(String(row["change"])),
  });
}
