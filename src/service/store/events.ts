import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type CallChange, type Change, type LoggedEvent, loggedEventSchema } from "../../domain/event.ts";

/** Rows of the log; see EventLog for what may be appended and who hears of it. */
export class Events {
  readonly #last: StatementSync;
  readonly #insert: StatementSync;
  readonly #ofThread: StatementSync;
  readonly #ofRun: StatementSync;
  readonly #any: StatementSync;
  readonly #lastAct: StatementSync;
  readonly #lastSession: StatementSync;
  readonly #removeThread: StatementSync;
  readonly #dataVersion: StatementSync;

  constructor(db: DatabaseSync) {
    this.#last = db.prepare("SELECT max(seq) AS seq FROM events WHERE thread_id = ?");
    this.#insert = db.prepare(
      "INSERT INTO events (thread_id, seq, at, run_id, change) VALUES (?, ?, ?, ?, ?)",
    );
    this.#ofThread = db.prepare("SELECT * FROM events WHERE thread_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    this.#ofRun = db.prepare("SELECT * FROM events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    this.#any = db.prepare("SELECT 1 FROM events WHERE thread_id = ? LIMIT 1");
    this.#lastAct = db.prepare(
      `SELECT at FROM events WHERE thread_id = ? AND change ->> 'type' <> 'thread.renamed'
       ORDER BY seq DESC LIMIT 1`,
    );
    this.#lastSession = db.prepare(
      `SELECT seq FROM events WHERE thread_id = ? AND change ->> 'type' = 'session.opened'
       ORDER BY seq DESC LIMIT 1`,
    );
    this.#removeThread = db.prepare("DELETE FROM events WHERE thread_id = ?");
    this.#dataVersion = db.prepare("PRAGMA data_version");
  }

  /** Must be called in a transaction, as it counts `seq` up. */
  insert(threadId: string, at: number, change: Change | CallChange): LoggedEvent {
    const seq = this.lastSeq(threadId) + 1;
    const runId = "runId" in change ? change.runId : null;
    this.#insert.run(threadId, seq, at, runId, JSON.stringify(change));
    return { threadId, seq, at, change };
  }

  /** At most `limit` events of the thread after `seq`. */
  ofThread(threadId: string, after: number, limit: number): LoggedEvent[] {
    return this.#ofThread.all(threadId, after, limit).map(toEvent);
  }

  /** At most `limit` events of the run after `seq` (which counts in its thread). */
  ofRun(runId: string, after: number, limit: number): LoggedEvent[] {
    return this.#ofRun.all(runId, after, limit).map(toEvent);
  }

  /** False once the thread was deleted: while it is there its log has at least its beginning. */
  hasThread(threadId: string): boolean {
    return this.#any.get(threadId) !== undefined;
  }

  /** When something was last asked or done in the thread; a new name does not count. */
  lastActAt(threadId: string): number {
    return Number(this.#lastAct.get(threadId)?.["at"] ?? 0);
  }

  /** `seq` at which a session was opened last for the thread, by whichever process; 0 if none was. */
  lastSession(threadId: string): number {
    return Number(this.#lastSession.get(threadId)?.["seq"] ?? 0);
  }

  removeThread(threadId: string): void {
    this.#removeThread.run(threadId);
  }

  /** `seq` of the thread's last event. */
  lastSeq(threadId: string): number {
    return Number(this.#last.get(threadId)?.["seq"] ?? 0);
  }

  /** A number that changes when another process has written to the database. */
  dataVersion(): number {
    return Number(this.#dataVersion.get()?.["data_version"]);
  }
}

function toEvent(row: Record<string, unknown>): LoggedEvent {
  return loggedEventSchema.parse({
    threadId: row["thread_id"],
    seq: row["seq"],
    at: row["at"],
    change: JSON.parse(String(row["change"])),
  });
}
