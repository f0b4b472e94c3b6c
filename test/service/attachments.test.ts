import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cell, say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused, tools } from "./lab.ts";

describe("attached files", () => {
  it("reach the thread by attachments, or by file_ids as in the API's first version", async () => {
    const lab = await openLab();
    const [first, second] = [await lab.upload("a.csv", "1"), await lab.upload("b.csv", "2")];
    const threadId = await lab.question("?", [first]);
    const body = { role: "user", content: "and this?", file_ids: [second] };
    const message = await lab.openai.post(`/threads/${threadId}/messages`, { body });
    expect(message).toMatchObject({ attachments: [{ file_id: second, tools }] });
    expect(await namesIn(lab, threadId)).toEqual(["a.csv", "b.csv"]);
  });

  it("of the same name get different ones, also when they come at the same time", async () => {
    const lab = await openLab();
    const ids = await Promise.all(["1", "2", "3"].map((content) => lab.upload("a.csv", content)));
    const { id: threadId } = await lab.threads.create();
    await Promise.all(
      ids.map((file_id) =>
        lab.threads.messages.create(threadId, {
          role: "user",
          content: "?",
          attachments: [{ file_id, tools }],
        }),
      ),
    );
    expect((await namesIn(lab, threadId)).sort()).toEqual(["a-2.csv", "a-3.csv", "a.csv"]);
  });

  it("sent twice are there once", async () => {
    const lab = await openLab();
    const id = await lab.upload("a.csv", "1");
    const threadId = await lab.question("?", [id, id]);
    await lab.threads.messages.create(threadId, {
      role: "user",
      content: "again",
      attachments: [{ file_id: id, tools }],
    });
    expect(await namesIn(lab, threadId)).toEqual(["a.csv"]);
  });

  it("stay as they were sent when a cell writes over them", async () => {
    const lab = await openLab({
      answers: [[cell("overwrite()")], [say("Done.")]],
      python: { "overwrite()": (python) => python.write("a.csv", "new") },
    });
    const id = await lab.upload("a.csv", "old");
    const threadId = await lab.question("?", [id]);
    await lab.run(threadId);
    expect(await text(lab, id)).toBe("old");
    const [made] = await lab.client.files(threadId);
    expect(made).toMatchObject({ name: "a.csv", role: "output", bytes: 3, original: { id, bytes: 3 } });
    expect(await text(lab, made!.id)).toBe("new");
    expect(await text(lab, made!.original!.id)).toBe("old");
  });

  it("are known as given however often cells write over them, until they are deleted", async () => {
    const lab = await openLab({
      answers: [[cell("one()"), cell("two()")], [say("Done.")]],
      python: {
        "one()": (python) => python.write("a.csv", "1"),
        "two()": (python) => python.write("a.csv", "22"),
      },
    });
    const id = await lab.upload("a.csv", "old");
    const threadId = await lab.question("?", [id]);
    await lab.run(threadId);
    const original = { id, name: "a.csv", bytes: 3, mime: "application/csv" };
    expect(await lab.client.files(threadId)).toMatchObject([{ bytes: 2, original }]);
    await lab.openai.files.delete(id);
    expect((await lab.client.files(threadId)).map((file) => file.original)).toEqual([undefined]);
  });

  it("that are not there are refused, and nothing is made for them", async () => {
    const lab = await openLab();
    const missing = refused(404, "No such File object: file-none", { param: "id" });
    expect(await refusal(lab.question("?", ["file-none"]))).toEqual(missing);
    expect(await lab.client.listThreads()).toEqual([]);
    const threadId = await lab.question("?");
    const attachments = [{ file_id: "file-none", tools }];
    const adding = lab.threads.messages.create(threadId, { role: "user", content: "?", attachments });
    expect(await refusal(adding)).toEqual(missing);
    expect((await lab.threads.messages.list(threadId)).data).toHaveLength(1);
  });
});

describe("a file in the sandbox", () => {
  it("is there under its id as well, which is no file of its own", async () => {
    const lab = await openLab({
      answers: [[cell("change()")], [say("Done.")]],
      python: {
        "change()": async (python) => {
          const id = await idIn(python.dataDir);
          python.print(await readFile(join(python.dataDir, id), "utf8"));
          // In place, as Python's open() does: the file changes under both names.
          await python.write("a.csv", "new");
          python.claim(id, 3);
        },
      },
    });
    const id = await lab.upload("a.csv", "old");
    const run = await lab.run(await lab.question("?", [id]));
    expect((await lab.cellsOf(run))[0]?.outputs).toEqual([{ type: "logs", logs: "old" }]);
    const files = await lab.client.files(run.thread_id);
    expect(files.map(({ name, role }) => [name, role])).toEqual([["a.csv", "output"]]);
  });

  it("that a cell put in the place of an id is kept", async () => {
    const lab = await openLab({
      answers: [[cell("replace()")], [say("Done.")]],
      python: {
        "replace()": async (python) => {
          const id = await idIn(python.dataDir);
          await rm(join(python.dataDir, id));
          await python.write(id, "another");
        },
      },
    });
    const id = await lab.upload("a.csv", "old");
    const run = await lab.run(await lab.question("?", [id]));
    const made = (await lab.client.files(run.thread_id)).find(({ name }) => name === id);
    expect(await text(lab, made!.id)).toBe("another");
  });

  it("that was deleted comes back when it is sent again", async () => {
    const lab = await openLab({
      answers: [[cell("remove()")], [say("Gone.")], [cell("read()")], [say("There.")]],
      python: {
        "remove()": (python) => rm(join(python.dataDir, "a.csv")),
        "read()": async (python) => python.print(await readFile(join(python.dataDir, "a.csv"), "utf8")),
      },
    });
    const id = await lab.upload("a.csv", "old");
    const threadId = await lab.question("?", [id]);
    await lab.run(threadId);
    const attachments = [{ file_id: id, tools }];
    await lab.threads.messages.create(threadId, { role: "user", content: "Again.", attachments });
    const run = await lab.run(threadId);
    expect((await lab.cellsOf(run))[0]?.outputs).toEqual([{ type: "logs", logs: "old" }]);
  });

  it("is taken away again when its message is refused", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    const threadId = await lab.question();
    const assistant_id = await lab.assistant();
    const attachments = [{ file_id: await lab.upload("a.csv", "x"), tools }];
    const [adding, run] = await Promise.all([
      refusal(lab.threads.messages.create(threadId, { role: "user", content: "late", attachments })).catch(
        () => "added",
      ),
      lab.threads.runs.create(threadId, { assistant_id }),
    ]);
    const names = await readdir(join(lab.folder, "threads", threadId, "data"));
    expect(names).toHaveLength(adding === "added" ? 2 : 0);
    await lab.threads.runs.cancel(run.id, { thread_id: threadId });
  });
});

/** The name in the folder that is a file's id. */
async function idIn(folder: string): Promise<string> {
  return (await readdir(folder)).find((name) => name.startsWith("file-")) ?? "";
}

async function namesIn(lab: Lab, threadId: string): Promise<string[]> {
  return (await lab.client.files(threadId)).map(({ name }) => name);
}

async function text(lab: Lab, fileId: string): Promise<string> {
  return (await lab.openai.files.content(fileId)).text();
}
