import { DatabaseSync } from "node:sqlite";

// One entry a version; entries are never edited, only added.
const MIGRATIONS = [
  `CREATE TABLE objects (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL,
     thread_id TEXT,
     run_id TEXT,
     data TEXT NOT NULL
   );
   CREATE INDEX objects_by_thread ON objects (kind, thread_id, position);
   CREATE INDEX objects_by_run ON objects (kind, run_id, position);
   CREATE TABLE events (
     thread_id TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at INTEGER NOT NULL,
     run_id TEXT,
     change TEXT NOT NULL,
     PRIMARY KEY (thread_id, seq)
   ) WITHOUT ROWID;
   CREATE INDEX events_by_run ON events (run_id, seq) WHERE run_id IS NOT NULL;
   CREATE TABLE thread_files (
     thread_id TEXT NOT NULL,
     name TEXT NOT NULL,
     file_id TEXT NOT NULL,
     role TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     mime TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (thread_id, name)
   ) WITHOUT ROWID;
   CREATE TABLE active_runs (
     thread_id TEXT PRIMARY KEY,
     run_id TEXT NOT NULL,
     owner TEXT NOT NULL
   ) WITHOUT ROWID;`,
];

/** Opens the database at `path` (created if need be) and brings it to the newest version. Throws if it is newer. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  // FULL: a commit is on disk when it returns, also in WAL mode. Several windows write at once: wait for each other.
  db.exec("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  migrate(db);
  return db;
}

/** Runs `work` as one transaction; nested calls join the outer one. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function migrate(db: DatabaseSync): void {
  transact(db, () => {
    const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version > MIGRATIONS.length) {
      throw new Error("The history was written by a newer version of this extension. Update to open it.");
    }
    for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
