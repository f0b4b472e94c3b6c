import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/service/store/database.ts";
import { MIGRATIONS } from "../../src/service/store/migrations.ts";
import { Objects } from "../../src/service/store/objects.ts";
import type { Kind } from "../../src/service/wire.ts";
import { temporaryFolder } from "./lab.ts";

type Query = Parameters<Objects["list"]>[1];
const PAGE = { limit: 20, order: "desc" } as const;

/** How the database answers a list: with many objects, as it has no statistics whose size would matter. */
async function planOf(kind: Kind, query: Query): Promise<string[]> {
  const db = openDatabase(join(await temporaryFolder(), "interpreter.db"));
  const { sql, values } = new Objects(db).select(kind, query, false);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  db.close();
  return plan.map((row) => String(row["detail"]));
}

// A search that gives its rows in the order of the page reads no more of them than the page has.
it.each<[string, Kind, Query, RegExp]>([
  [
    "messages",
    "thread.message",
    { ...PAGE, threadId: "t" },
    /objects_by_thread \(kind=\? AND thread_id=\?\)/,
  ],
  ["messages of a run", "thread.message", { ...PAGE, threadId: "t", runId: "r" }, /objects_by_(run|thread) /],
  ["runs", "thread.run", { ...PAGE, threadId: "t" }, /objects_by_thread \(kind=\? AND thread_id=\?\)/],
  ["steps", "thread.run.step", { ...PAGE, runId: "r" }, /objects_by_run \(kind=\? AND run_id=\?\)/],
  ["assistants", "assistant", PAGE, /objects_by_kind \(kind=\?\)/],
  ["threads", "thread", PAGE, /objects_by_kind \(kind=\?\)/],
  ["files", "file", PAGE, /objects_by_kind \(kind=\?\)/],
  ["files of one purpose", "file", { ...PAGE, purpose: "vision" }, /files_by_purpose/],
])("lists %s by one search in an index, without sorting", async (_what, kind, query, index) => {
  const plan = await planOf(kind, query);
  expect(plan).toHaveLength(1);
  expect(plan[0]).toMatch(/^SEARCH objects USING INDEX /);
  expect(plan[0]).toMatch(index);
});

it("goes to the place of a page at once", async () => {
  const folder = await temporaryFolder();
  const db = openDatabase(join(folder, "interpreter.db"));
  const objects = new Objects(db);
  objects.put(fileNamed("file-1"));
  const { sql, values } = objects.select("file", { ...PAGE, after: "file-1" }, false);
  const [plan] = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  expect(plan?.["detail"]).toMatch(/objects_by_kind \(kind=\? AND position<\?\)/);
  db.close();
});

it("brings a database of the first version up to date, with what is in it", async () => {
  const path = join(await temporaryFolder(), "interpreter.db");
  const first = new DatabaseSync(path);
  first.exec(`${MIGRATIONS[0]} PRAGMA user_version = 1;`);
  const file = JSON.stringify(fileNamed("file-1"));
  first.prepare("INSERT INTO objects (id, kind, data) VALUES ('file-1', 'file', ?)").run(file);
  first.exec("INSERT INTO thread_files VALUES ('t', 'b.csv', 'file-1', 'input', 1, 'text/csv', 1)");
  first.close();
  const db = openDatabase(path);
  expect(new Objects(db).list("file", { ...PAGE, purpose: "assistants" }).data).toHaveLength(1);
  expect(db.prepare("SELECT name, position FROM thread_files").all()).toMatchObject([
    { name: "b.csv", position: 0 },
  ]);
  db.close();
});

function fileNamed(id: string) {
  return {
    id,
    object: "file" as const,
    bytes: 1,
    created_at: 1,
    filename: "a.csv",
    purpose: "assistants",
    status: "processed" as const,
  };
}
