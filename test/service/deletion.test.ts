import { readdir, writeFile, utimes, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { cell, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused } from "./lab.ts";

const STORY = {
  answers: [[cell("work()"), cell("again()")], [say("Done.")]],
  python: {
    "work()": async (python) => {
      python.show("Plot");
      await python.write("a.csv", "1");
    },
    "again()": (python) => python.write("a.csv", "22"),
  },
} satisfies Parameters<typeof openLab>[0];

it("leaves nothing of a thread but what was uploaded", async () => {
  const lab = await openLab(STORY);
  const given = await lab.upload("given.csv", "x");
  const kept = await lab.question("Another thread.");
  const run = await lab.run(await lab.question("?", [given]));
  const { thread_id: id } = run;
  const files = await lab.openai.files.list({ purpose: "assistants_output" });
  expect(files.data).toHaveLength(3);

  expect(await lab.threads.delete(id)).toEqual({ id, object: "thread.deleted", deleted: true });
  const missing = refused(404, `No thread found with id '${id}'.`);
  expect(await refusal(lab.threads.retrieve(id))).toEqual(missing);
  expect(await refusal(lab.threads.messages.list(id))).toEqual(missing);
  expect(await refusal(lab.threads.runs.retrieve(run.id, { thread_id: id }))).toEqual(missing);
  expect(await refusal(lab.threads.delete(id))).toEqual(missing);
  expect((await lab.openai.files.list()).data.map((file) => file.id)).toEqual([given]);
  expect(await readdir(join(lab.folder, "files"))).toEqual([given]);
  expect(await readdir(join(lab.folder, "threads"))).toEqual([]);
  expect(rowsOf(lab, id)).toBe(0);
  expect((await lab.client.listThreads()).map((thread) => thread.id)).toEqual([kept]);
});

it("ends the events of those who follow the thread", async () => {
  const lab = await openLab();
  const threadId = await lab.question();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { change } of lab.client.events(threadId, 0, new AbortController().signal)) {
      seen.push(change.type);
    }
  })();
  await new Promise(setImmediate);
  await lab.threads.delete(threadId);
  await reading;
  expect(seen).toEqual(["thread.created", "message.added"]);
});

it("is refused while a run works", async () => {
  const lab = await openLab({ answers: [[thinkOn]] });
  const { id, thread_id } = await lab.start();
  expect(await refusal(lab.threads.delete(thread_id))).toEqual(
    refused(400, `Can't delete ${thread_id} while a run ${id} is active.`),
  );
  await lab.threads.runs.cancel(id, { thread_id });
  await lab.ended({ id, thread_id });
  await lab.threads.delete(thread_id);
});

it("removes at the next start what a crash had left over, and nothing that is young", async () => {
  const lab = await openLab(STORY);
  const run = await lab.run();
  await lab.close();
  const long = new Date(Date.now() - 24 * 3_600_000);
  const leave = async (path: string, when: Date): Promise<void> => {
    await writeFile(path, "");
    await utimes(path, when, when);
  };
  await leave(join(lab.folder, "files", ".file-x.upload"), long);
  await leave(join(lab.folder, "files", ".file-y.upload"), new Date());
  await mkdir(join(lab.folder, "threads", "thread_gone"));
  await utimes(join(lab.folder, "threads", "thread_gone"), long, long);
  await leave(join(lab.folder, "owners", "dead.lock"), long);
  await leave(join(lab.folder, "owners", "young.lock"), new Date());

  const again = await openLab({ folder: lab.folder });
  await again.close();
  const left = await readdir(join(lab.folder, "files"));
  expect(left.filter((name) => name.startsWith("."))).toEqual([".file-y.upload"]);
  expect(left).toHaveLength(4);
  expect(await readdir(join(lab.folder, "threads"))).toEqual([run.thread_id]);
  expect(await readdir(join(lab.folder, "owners"))).toEqual(["young.lock"]);
});

/** How many rows name the thread, in all tables that have it. */
function rowsOf(lab: Lab, threadId: string): number {
  const db = new DatabaseSync(join(lab.folder, "interpreter.db"), { readOnly: true });
  const counts = ["objects", "events", "thread_files", "active_runs", "queued_questions"].map((table) =>
    Number(db.prepare(`SELECT count(*) AS n FROM ${table} WHERE thread_id = ?`).get(threadId)?.["n"]),
  );
  db.close();
  return counts.reduce((sum, count) => sum + count, 0);
}
