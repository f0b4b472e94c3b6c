import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type FileRef, fileRoleSchema, type FileRole } from "../../domain/file.ts";
import type { ThreadFile } from "../../domain/transcript.ts";

/** Which file stands behind each name in a thread's folder: the newest version. */
export class ThreadFiles {
  readonly #put: StatementSync;
  readonly #list: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      `INSERT INTO thread_files (thread_id, name, file_id, role, bytes, mime, at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET file_id = excluded.file_id, role = excluded.role, bytes = excluded.bytes,
         mime = excluded.mime, at = excluded.at`,
    );
    this.#list = db.prepare("SELECT * FROM thread_files WHERE thread_id = ? ORDER BY at, name");
  }

  put(threadId: string, role: FileRole, file: FileRef, at: number): void {
    this.#put.run(threadId, file.name, file.id, role, file.bytes, file.mime, at);
  }

  list(threadId: string): ThreadFile[] {
    return this.#list.all(threadId).map((row) => ({
      id: String(row["file_id"]),
      name: String(row["name"]),
      bytes: Number(row["bytes"]),
      mime: String(row["mime"]),
      role: fileRoleSchema.parse(row["role"]),
      at: Number(row["at"]),
    }));
  }
}
