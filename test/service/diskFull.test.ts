import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { isDiskFull } from "../../src/service/errors.ts";
import { Blobs } from "../../src/service/store/blobs.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab, refusal, temporaryFolder } from "./lab.ts";

const FULL = {
  status: 507,
  type: "server_error",
  param: null,
  code: "disk_full",
  message: "The disk is full. Nothing was changed. Free some space and try again.",
};

/** A store whose disk takes `bytes` more, and then says what a full one says. */
async function openFullLab(bytes: number, options: Parameters<typeof openLab>[0] = {}) {
  const folder = await temporaryFolder();
  let left = bytes;
  const blobs = new Blobs(join(folder, "files"), async (path) => {
    const handle = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY);
    const writeFile = handle.writeFile.bind(handle);
    handle.writeFile = async (data, settings) => {
      left -= (data as Uint8Array).length;
      if (left < 0) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      await writeFile(data, settings);
    };
    return handle;
  });
  return { ...(await openLab({ folder, blobs, ...options })), refill: () => (left = Infinity) };
}

it("knows a database without space from other failures", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE words (word TEXT); PRAGMA max_page_count = 3;");
  const thrownBy = (sql: string): unknown => {
    try {
      db.exec(sql);
    } catch (error) {
      return error;
    }
    return undefined;
  };
  expect(isDiskFull(thrownBy("INSERT INTO words VALUES (hex(randomblob(100000)))"))).toBe(true);
  expect(isDiskFull(thrownBy("INSERT INTO nothing VALUES (1)"))).toBe(false);
});

it("refuses an upload, of which nothing is left, and takes it once there is space", async () => {
  const lab = await openFullLab(100_000);
  const creating = () =>
    lab.openai.files.create({ file: new File(["x".repeat(3_000_000)], "a.bin"), purpose: "assistants" });
  expect(await refusal(creating())).toEqual(FULL);
  expect(await readdir(join(lab.folder, "files"))).toEqual([]);
  expect((await lab.openai.files.list()).data).toEqual([]);
  lab.refill();
  expect(await creating()).toMatchObject({ bytes: 3_000_000 });
});

it("fails a run with what it had when a file that a cell made cannot be kept", async () => {
  const lab = await openFullLab(10, {
    answers: [[cell("work()")], [say("Again.")]],
    python: {
      "work()": async (python) => {
        python.print("before\n");
        await python.write("a.csv", "small");
        await python.write("b.csv", "far too much");
      },
    },
  });
  const run = await lab.run();
  const message = "The disk is full: b.csv could not be kept. Free some space and ask again.";
  expect(run).toMatchObject({ status: "failed", last_error: { code: "server_error", message } });
  // The cell itself did what it had to do, and its session lives.
  expect(await lab.stepsOf(run)).toMatchObject([{ status: "completed" }]);
  expect((await lab.client.files(run.thread_id)).map(({ name }) => name)).toEqual(["a.csv"]);
  const events = await lab.eventsUntil(run.thread_id, ({ type }) => type === "cell.done");
  expect(events.at(-1)?.change).toMatchObject({ end: "ok", files: [{ name: "a.csv" }], reason: message });
  lab.refill();
  expect((await lab.run(run.thread_id)).status).toBe("completed");
});

it("refuses a response whose files find no space, and leaves nothing of it", async () => {
  const lab = await openFullLab(1000, { answers: [[say("Done.")]] });
  const { responses, containers } = lab.openai;
  const file_data = `data:text/csv;base64,${Buffer.from("x".repeat(5000)).toString("base64")}`;
  const content = [{ type: "input_file" as const, file_data, filename: "a.csv" }];
  const tools = [{ type: "code_interpreter" as const, container: { type: "auto" as const } }];
  const asking = () => responses.create({ model: "m", input: [{ role: "user", content }], tools });
  expect(await refusal(asking())).toEqual(FULL);
  const { id } = await containers.create({ name: "c" });
  const file = new File(["x".repeat(5000)], "a.csv");
  expect(await refusal(containers.files.create(id, { file }))).toEqual(FULL);
  expect(await readdir(join(lab.folder, "files"))).toEqual([]);
  expect((await containers.list()).data.map((container) => container.id)).toEqual([id]);
  lab.refill();
  expect((await asking()).output_text).toBe("Done.");
});
