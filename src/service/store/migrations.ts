/** One entry a version of the database; entries are never edited, only added. */
export const MIGRATIONS = [
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
  // Lists without a thread in their order; the place of what was deleted, for who pages on behind it; files by the
  // thread that made them; what expires; files of a thread in the order in which they came.
  `CREATE INDEX objects_by_kind ON objects (kind, position);
   CREATE INDEX files_by_purpose ON objects (data ->> 'purpose', position) WHERE kind = 'file';
   CREATE INDEX files_by_expiry ON objects (data ->> 'expires_at')
     WHERE kind = 'file' AND data ->> 'expires_at' IS NOT NULL;
   CREATE TABLE removed_objects (
     id TEXT PRIMARY KEY,
     position INTEGER NOT NULL
   ) WITHOUT ROWID;
   ALTER TABLE thread_files ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX thread_files_by_file ON thread_files (file_id);`,
  // The version that the person gave, of a file that code has changed.
  `ALTER TABLE thread_files ADD COLUMN original TEXT;
   CREATE INDEX thread_files_by_original ON thread_files (original ->> 'id') WHERE original IS NOT NULL;`,
  // Questions that wait for the run that works.
  `CREATE TABLE queued_questions (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     thread_id TEXT NOT NULL,
     body TEXT NOT NULL
   );
   CREATE INDEX queued_by_thread ON queued_questions (thread_id, position);`,
  // What runners note about a thread for their later runs.
  `CREATE TABLE runner_notes (
     thread_id TEXT NOT NULL,
     key TEXT NOT NULL,
     note TEXT NOT NULL,
     PRIMARY KEY (thread_id, key)
   ) WITHOUT ROWID;`,
];
