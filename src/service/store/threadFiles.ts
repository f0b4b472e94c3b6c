import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type FileRef, fileRefSchema, fileRoleSchema, type FileRole } from "../../domain/file.ts";
import type { ThreadFile } from "../../domain/transcript.ts";

/** Which file stands behind each name in a thread's folder: the newest version. */
export class ThreadFiles {
  readonly #put: StatementSync;
  readonly #list: StatementSync;
  readonly #find: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeFile: StatementSync;
  readonly #removeOriginal: StatementSync;
  readonly #removeThread: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      `INSERT INTO thread_files (thread_id, name, file_id, role, bytes, mime, at, position)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT 1 + coalesce(max(position), 0) FROM thread_files WHERE thread_id = ?1))
       ON CONFLICT DO UPDATE SET file_id = excluded.file_id, role = excluded.role, bytes = excluded.bytes,
         mime = excluded.mime, at = excluded.at, original = CASE
           WHEN excluded.role = 'input' THEN NULL
           WHEN role = 'input' THEN json_object('id', file_id, 'name', name, 'bytes', bytes, 'mime', mime)
           ELSE original END`,
    );
    // Rows from before there were positions have none, and their time tells.
    this.#list = db.prepare("SELECT * FROM thread_files WHERE thread_id = ? ORDER BY position, at, name");
    this.#find = db.prepare("SELECT * FROM thread_files WHERE thread_id = ? AND file_id = ?");
    this.#remove = db.prepare("DELETE FROM thread_files WHERE thread_id = ? AND file_id = ?");
    this.#removeFile = db.prepare("DELETE FROM thread_files WHERE file_id = ?");
    this.#removeOriginal = db.prepare("UPDATE thread_files SET original = NULL WHERE original ->> 'id' = ?");
    this.#removeThread = db.prepare("DELETE FROM thread_files WHERE thread_id = ?");
  }

  put(threadId: string, role: FileRole, file: FileRef, at: number): void {
    this.#put.run(threadId, file.name, file.id, role, file.bytes, file.mime, at);
  }

  /** In order of first appearance. */
  list(threadId: string): ThreadFile[] {
    return this.#list.all(threadId).map(toFile);
  }

  find(threadId: string, fileId: string): ThreadFile | undefined {
    const row = this.#find.get(threadId, fileId);
    return row === undefined ? undefined : toFile(row);
  }

  /** In this thread alone. */
  remove(threadId: string, fileId: string): void {
    this.#remove.run(threadId, fileId);
  }

  /** In every thread. */
  removeFile(fileId: string): void {
    this.#removeFile.run(fileId);
    this.#removeOriginal.run(fileId);
  }

  removeThread(threadId: string): void {
    this.#removeThread.run(threadId);
  }
}

function toFile(row: Record<string, unknown>): ThreadFile {
  const original = row["original"];
  return {
    id: String(row["file_id"]),
    name: String(row["name"]),
    bytes: Number(row["bytes"]),
    mime: String(row["mime"]),
    role: fileRoleSchema.parse(row["role"]),
    at: Number(row["at"]),
    ...(typeof original === "string" ? { original: fileRefSchema.parse(JSON.parse(original)) } : {}),
  };
}

/** The form in which events and runs know a file. */
export function refOf({ id, name, bytes, mime }: ThreadFile): FileRef {
  return { id, name, bytes, mime };
}
