import type { DatabaseSync, StatementSync } from "node:sqlite";
import type {
  ApiObject,
  AssistantObject,
  FileObject,
  MessageObject,
  RunObject,
  StepObject,
  ThreadObject,
} from "../wire.ts";

interface Kinds {
  assistant: AssistantObject;
  thread: ThreadObject;
  "thread.message": MessageObject;
  "thread.run": RunObject;
  "thread.run.step": StepObject;
  file: FileObject;
}
export type Kind = keyof Kinds;

/**
 * Which objects a list is about, and which part of it. `after` and `before` are ids, not in the list themselves: the
 * page begins behind the one, or else ends in front of the other.
 */
export interface ListQuery {
  threadId?: string;
  runId?: string;
  limit: number;
  order: "asc" | "desc";
  after?: string;
  before?: string;
}

/** The API's objects, as JSON exactly as they go over the wire, in the order of their creation. */
export class Objects {
  readonly #db: DatabaseSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#get = db.prepare("SELECT data FROM objects WHERE id = ? AND kind = ?");
    this.#put = db.prepare(
      `INSERT INTO objects (id, kind, thread_id, run_id, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
    );
    this.#remove = db.prepare("DELETE FROM objects WHERE id = ? AND kind = ?");
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const row = this.#get.get(id, kind);
    return row === undefined ? undefined : (JSON.parse(String(row["data"])) as Kinds[K]);
  }

  /** Adds the object, or replaces it at its place. */
  put(object: ApiObject): void {
    const threadId = "thread_id" in object ? object.thread_id : null;
    const runId = "run_id" in object ? object.run_id : null;
    this.#put.run(object.id, object.object, threadId, runId, JSON.stringify(object));
  }

  /** Whether there was one. */
  remove(kind: Kind, id: string): boolean {
    return this.#remove.run(id, kind).changes > 0;
  }

  /** A page of the list, and whether there is more beyond it. */
  list<K extends Kind>(kind: K, query: ListQuery): { data: Kinds[K][]; hasMore: boolean } {
    const where = ["kind = ?"];
    const values: (string | number)[] = [kind];
    const filter = (sql: string, value: string | undefined): void => {
      if (value === undefined) return;
      where.push(sql);
      values.push(value);
    };
    const [later, earlier] = query.order === "asc" ? [">", "<"] : ["<", ">"];
    const fromEnd = query.before !== undefined && query.after === undefined;
    const ascending = (query.order === "asc") !== fromEnd;
    const place = "(SELECT position FROM objects WHERE id = ?)";
    filter("thread_id = ?", query.threadId);
    filter("run_id = ?", query.runId);
    filter(`position ${later} ${place}`, query.after);
    filter(`position ${earlier} ${place}`, query.before);
    const rows = this.#db
      .prepare(
        `SELECT data FROM objects WHERE ${where.join(" AND ")} ORDER BY position ${ascending ? "ASC" : "DESC"} LIMIT ?`,
      )
      .all(...values, query.limit + 1);
    const data = rows.slice(0, query.limit).map((row) => JSON.parse(String(row["data"])) as Kinds[K]);
    if (fromEnd) data.reverse();
    return { data, hasMore: rows.length > query.limit };
  }
}
