import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FakeCell } from "../fakes/fakeSessions.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab } from "./lab.ts";

/** The thread's files, as `name: content`, after a cell did this. */
async function filesAfter(work: (python: FakeCell) => unknown): Promise<string[]> {
  const lab = await openLab({
    answers: [[cell("work()")], [say("Done.")]],
    python: { "work()": async (python) => void (await work(python)) },
  });
  const run = await lab.run();
  expect(run.status).toBe("completed");
  expect((await lab.stepsOf(run))[0]?.status).toBe("completed");
  const files = await lab.client.files(run.thread_id);
  const content = async (id: string) => Buffer.from(await lab.client.content(id)).toString();
  return Promise.all(files.map(async ({ id, name }) => `${name}: ${await content(id)}`));
}

describe("a file made by a cell", () => {
  it("in a subfolder is kept with its path below /mnt/data as its name", async () => {
    const lab = await openLab({
      answers: [[cell("work()")], [say("See [it](sandbox:/mnt/data/out/2024/요약.csv).")]],
      python: { "work()": (python) => python.write("out/2024/요약.csv", "x") },
    });
    const run = await lab.run();
    const [made] = await lab.client.files(run.thread_id);
    expect(made).toMatchObject({ name: "out/2024/요약.csv", bytes: 1, role: "output" });
    expect(await lab.openai.files.retrieve(made!.id)).toMatchObject({
      filename: "/mnt/data/out/2024/요약.csv",
      purpose: "assistants_output",
      bytes: 1,
    });
    const [answer] = await lab.answersIn(run.thread_id);
    expect(answer?.content).toMatchObject([
      { text: { annotations: [{ file_path: { file_id: made!.id } }] } },
    ]);
  });

  it("has another id with every version, and the newest one stands for the name", async () => {
    const lab = await openLab({
      answers: [[cell("one()"), cell("two()")], [say("Done.")]],
      python: {
        "one()": (python) => python.write("a.csv", "1"),
        "two()": (python) => python.write("a.csv", "22"),
      },
    });
    const run = await lab.run();
    const events = await lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended");
    const made = events.flatMap(({ change }) => (change.type === "cell.done" ? change.files : []));
    expect(made.map(({ bytes }) => bytes)).toEqual([1, 2]);
    expect(made[0]?.id).not.toBe(made[1]?.id);
    expect((await lab.client.files(run.thread_id)).map(({ id }) => id)).toEqual([made[1]?.id]);
  });

  it("is told apart from a longer name that begins with its own", async () => {
    const lab = await openLab({
      answers: [[cell("work()")], [say("[a](sandbox:/mnt/data/a.csv.zip) [b](sandbox:/mnt/data/a.csv)")]],
      python: {
        "work()": async (python) => {
          await python.write("a.csv", "1");
          await python.write("a.csv.zip", "2");
        },
      },
    });
    const run = await lab.run();
    const files = await lab.client.files(run.thread_id);
    const idOf = (wanted: string) => files.find(({ name }) => name === wanted)?.id;
    const [answer] = await lab.answersIn(run.thread_id);
    expect(answer?.content).toMatchObject([
      {
        text: {
          annotations: [
            { start_index: 4, end_index: 31, file_path: { file_id: idOf("a.csv.zip") } },
            { start_index: 37, end_index: 60, file_path: { file_id: idOf("a.csv") } },
          ],
        },
      },
    ]);
  });
});

it("is annotated wherever the text names it: by an id, as in an address, or made by another run", async () => {
  const lab = await openLab({
    answers: [
      [cell("work()")],
      [say("See [it](sandbox:/mnt/data/two%20words.csv).")],
      [say("Again: sandbox:/mnt/data/two words.csv, sandbox:/mnt/data/given.csv")],
    ],
    python: { "work()": (python) => python.write("two words.csv", "x") },
  });
  const given = await lab.upload("given.csv", "x");
  const { thread_id } = await lab.run(await lab.question("?", [given]));
  await lab.run(thread_id);
  const made = (await lab.client.files(thread_id)).find(({ role }) => role === "output");
  const messages = await lab.answersIn(thread_id);
  const named = messages.map(({ content: [part] }) =>
    part?.type === "text"
      ? part.text.annotations.map((one) => one.type === "file_path" && one.file_path.file_id)
      : [],
  );
  expect(named).toEqual([[made!.id], [made!.id, given]]);
  expect(messages.map(({ attachments }) => attachments)).toEqual([[], []]);
});

describe("what a cell reports is left out when it", () => {
  it("is a link to a file outside", async () => {
    const files = await filesAfter(async (python) => {
      await symlink("/etc/hostname", join(python.dataDir, "link.txt"));
      python.claim("link.txt");
      await python.write("plain.txt", "kept");
    });
    expect(files).toEqual(["plain.txt: kept"]);
  });

  it("is below a linked folder", async () => {
    const files = await filesAfter(async (python) => {
      await symlink("/etc", join(python.dataDir, "etc"));
      python.claim("etc/hostname");
      await python.write("plain.txt", "kept");
    });
    expect(files).toEqual(["plain.txt: kept"]);
  });

  it("leads out of the folder by ..", async () => {
    const files = await filesAfter(async (python) => {
      await writeFile(join(python.dataDir, "..", "secret.txt"), "secret");
      // Its path begins with that of the folder.
      await mkdir(`${python.dataDir}base`);
      await writeFile(join(`${python.dataDir}base`, "secret.txt"), "secret");
      await mkdir(join(python.dataDir, "sub"));
      const outside = ["../secret.txt", "sub/../../secret.txt", "../database/secret.txt"];
      for (const name of [...outside, "../../../interpreter.db"]) python.claim(name);
      await python.write("plain.txt", "kept");
    });
    expect(files).toEqual(["plain.txt: kept"]);
  });

  it("is a folder, or not there at all", async () => {
    const files = await filesAfter(async (python) => {
      await mkdir(join(python.dataDir, "folder"));
      for (const name of ["folder", "gone.txt", "no/folder/gone.txt", "."]) python.claim(name);
      await python.write("plain.txt", "kept");
    });
    expect(files).toEqual(["plain.txt: kept"]);
  });
});

describe("a picture that a cell shows", () => {
  it("is named by its title, with a number when the name is taken", async () => {
    const names = await filesAfter((python) => {
      for (const title of ["Sales by month", "Sales by month", "월별 매출", ""]) {
        python.show(title, Buffer.from("png"));
      }
    });
    expect(names.sort()).toEqual([
      "figure.png: png",
      "sales-by-month-2.png: png",
      "sales-by-month.png: png",
      "월별-매출.png: png",
    ]);
  });
});
