import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab, temporaryFolder } from "./lab.ts";

it("has on disk whatever led to the model's turn, before the model is asked", async () => {
  const folder = await temporaryFolder();
  const onDisk: string[][] = [];
  const look = () => void onDisk.push(changesOnDisk(folder).map(({ type }) => type));
  const lab = await openLab({
    folder,
    answers: [
      [look, cell("work()")],
      [look, say("Done.")],
    ],
    python: { "work()": (python) => python.print("out\n") },
  });
  await lab.run();
  const question = ["thread.created", "message.added", "run.created", "run.started"];
  expect(onDisk[0]).toEqual(question);
  expect(onDisk[1]).toEqual([
    ...question,
    "cell.started",
    "cell.code",
    "cell.running",
    "session.opened",
    "cell.output",
    "cell.done",
  ]);
});

it("has every event on disk, and the objects that follow from it, when a reader sees it", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({
    folder,
    answers: [[cell("work()")], [say("See "), say("here.")]],
    python: { "work()": (python) => python.show("Plot") },
  });
  const run = await lab.start();
  const leave = new AbortController();
  let seen = 0;
  let steps: unknown[] = [];
  for await (const { change } of lab.client.events(run.thread_id, 0, leave.signal)) {
    seen++;
    expect(changesOnDisk(folder).slice(0, seen).at(-1)).toEqual(change);
    if (change.type === "cell.done") steps = stepsOnDisk(folder);
    if (change.type === "run.ended") leave.abort();
  }
  expect(steps[0]).toBe("completed");
  expect(changesOnDisk(folder)).toHaveLength(seen);
});

it("finds everything again when it is opened the next time", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({
    folder,
    answers: [[cell("work()")], [say("See [it](sandbox:/mnt/data/a.csv).")]],
    python: { "work()": (python) => python.write("a.csv", "x") },
  });
  const run = await lab.run();
  const before = {
    run: await lab.retrieve(run),
    steps: await lab.stepsOf(run),
    answers: await lab.answersIn(run.thread_id),
    files: await lab.client.files(run.thread_id),
  };
  await lab.close();

  const again = await openLab({ folder });
  expect({
    run: await again.retrieve(run),
    steps: await again.stepsOf(run),
    answers: await again.answersIn(run.thread_id),
    files: await again.client.files(run.thread_id),
  }).toEqual(before);
  expect(Buffer.from(await again.client.content(before.files[0]!.id)).toString()).toBe("x");
});

/** The log, as another process sees it. */
function changesOnDisk(folder: string): Change[] {
  const rows = query(folder, "SELECT change FROM events ORDER BY thread_id, seq");
  return rows.map(({ change }) => JSON.parse(String(change)) as Change);
}

function stepsOnDisk(folder: string): unknown[] {
  return query(folder, "SELECT data ->> 'status' AS status FROM objects WHERE kind = 'thread.run.step'").map(
    ({ status }) => status,
  );
}

function query(folder: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(join(folder, "interpreter.db"), { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
