import type { DatabaseSync, StatementSync } from "node:sqlite";
import { found } from "../found.ts";
import type { ApiObject, Kind, Kinds } from "../wire.ts";

/**
 * Which objects a list is about, and which part of it. `after` and `before` are ids, not in the list themselves: the
 * page begins behind the one, or else ends in front of the other. Both may name what was deleted meanwhile.
 */
export interface ListQuery {
  threadId?: string;
  runId?: string;
  /** Of files. */
  purpose?: string;
  /** Of containers. */
  name?: string;
  limit: number;
  order: "asc" | "desc";
  after?: string;
  before?: string;
}

/** The API's objects, as JSON exactly as they go over the wire, in the order of their creation. */
export class Objects {
  readonly #db: DatabaseSync;
  readonly #get: StatementSync;
  readonly #has: StatementSync;
  readonly #put: StatementSync;
  readonly #update: StatementSync;
  readonly #remember: StatementSync;
  readonly #remove: StatementSync;
  readonly #place: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#get = db.prepare("SELECT data FROM objects WHERE id = ? AND kind = ?");
    this.#has = db.prepare("SELECT 1 FROM objects WHERE id = ? AND kind = ?");
    this.#put = db.prepare(
      `INSERT INTO objects (id, kind, thread_id, run_id, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
    );
    this.#update = db.prepare(
      "UPDATE objects SET data = json_set(?2, '$.metadata', json(data -> '$.metadata')) WHERE id = ?1",
    );
    this.#remember = db.prepare(
      "INSERT OR REPLACE INTO removed_objects SELECT id, position FROM objects WHERE id = ? AND kind = ?",
    );
    this.#remove = db.prepare("DELETE FROM objects WHERE id = ? AND kind = ?");
    this.#place = db.prepare(
      `SELECT position FROM objects WHERE id = ? AND kind = ?
       UNION ALL SELECT position FROM removed_objects WHERE id = ?`,
    );
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const row = this.#get.get(id, kind);
    return row === undefined ? undefined : (JSON.parse(String(row["data"])) as Kinds[K]);
  }

  has(kind: Kind, id: string): boolean {
    return this.#has.get(id, kind) !== undefined;
  }

  /**
   * Adds the object, or replaces it at its place. `owner`: what it goes with, where it does not say so itself: the thread
   * that made a file, the conversation of an entry.
   */
  put(object: ApiObject, owner: string | null = null): void {
    const threadId = "thread_id" in object ? object.thread_id : owner;
    const runId = "run_id" in object ? object.run_id : null;
    this.#put.run(object.id, object.object, threadId, runId, JSON.stringify(object));
  }

  /** Puts a new state of the object; its metadata, which clients change at any time, stay as they are. */
  update(object: ApiObject): void {
    if (this.#update.run(object.id, JSON.stringify(object)).changes === 0) this.put(object);
  }

  remove(kind: Kind, id: string): void {
    this.#remember.run(id, kind);
    this.#remove.run(id, kind);
  }

  /** Everything that belongs to the thread or the conversation, oldest first. */
  allOf<K extends Kind>(kind: K, ownerId: string): Kinds[K][] {
    return this.#db
      .prepare("SELECT data FROM objects WHERE kind = ? AND thread_id = ? ORDER BY position")
      .all(kind, ownerId)
      .map((row) => JSON.parse(String(row["data"])) as Kinds[K]);
  }

  /** Ids of what belongs to the thread. */
  idsOf(kind: Kind, threadId: string): string[] {
    return this.#db
      .prepare("SELECT id FROM objects WHERE kind = ? AND thread_id = ?")
      .all(kind, threadId)
      .map((row) => String(row["id"]));
  }

  /** Removes everything that belongs to the thread, without a trace. */
  removeAllOf(kind: Kind, threadId: string): void {
    this.#db.prepare("DELETE FROM objects WHERE kind = ? AND thread_id = ?").run(kind, threadId);
  }

  /** A page of the list, and whether there is more beyond it. */
  list<K extends Kind>(kind: K, query: ListQuery): { data: Kinds[K][]; hasMore: boolean } {
    const fromEnd = query.before !== undefined && query.after === undefined;
    const { sql, values } = this.select(kind, query, (query.order === "asc") !== fromEnd);
    const rows = this.#db.prepare(sql).all(...values);
    const data = rows.slice(0, query.limit).map((row) => JSON.parse(String(row["data"])) as Kinds[K]);
    if (fromEnd) data.reverse();
    return { data, hasMore: rows.length > query.limit };
  }

  /** The question to the database behind a list; one row more than asked for tells whether there is more. */
  select(kind: Kind, query: ListQuery, ascending: boolean): { sql: string; values: (string | number)[] } {
    const where = ["kind = ?"];
    const values: (string | number)[] = [kind];
    const filter = (sql: string, value: string | number | undefined): void => {
      if (value === undefined) return;
      where.push(sql);
      values.push(value);
    };
    const [later, earlier] = query.order === "asc" ? [">", "<"] : ["<", ">"];
    filter("thread_id = ?", query.threadId);
    filter("run_id = ?", query.runId);
    filter("data ->> 'purpose' = ?", query.purpose);
    filter("data ->> 'name' = ?", query.name);
    filter(`position ${later} ?`, this.#placeOf(kind, query.after));
    filter(`position ${earlier} ?`, this.#placeOf(kind, query.before));
    const order = ascending ? "ASC" : "DESC";
    const sql = `SELECT data FROM objects WHERE ${where.join(" AND ")} ORDER BY position ${order} LIMIT ?`;
    return { sql, values: [...values, query.limit + 1] };
  }

  #placeOf(kind: Kind, id: string | undefined): number | undefined {
    if (id === undefined) return undefined;
    return Number(found(this.#place.get(id, kind, id), kind, id)["position"]);
  }

  /** A thread that has this pair in its metadata. */
  threadWith(key: string, value: string): string | undefined {
    const row = this.#db
      .prepare("SELECT id FROM objects WHERE kind = 'thread' AND data -> 'metadata' ->> ? = ? LIMIT 1")
      .get(key, value);
    return row === undefined ? undefined : String(row["id"]);
  }

  /** Files whose time is over; `at` is epoch seconds. */
  expiredFiles(at: number): string[] {
    return this.#db
      .prepare(
        `SELECT id FROM objects WHERE kind = 'file' AND data ->> 'expires_at' IS NOT NULL
         AND data ->> 'expires_at' <= ?`,
      )
      .all(at)
      .map((row) => String(row["id"]));
  }
}
