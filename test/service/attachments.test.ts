import { describe, expect, it } from "vitest";
import { cell, say } from "../fakes/scriptedModel.ts";
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
    expect(made).toMatchObject({ name: "a.csv", role: "output", bytes: 3 });
    expect(await text(lab, made!.id)).toBe("new");
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

async function namesIn(lab: Lab, threadId: string): Promise<string[]> {
  return (await lab.client.files(threadId)).map(({ name }) => name);
}

async function text(lab: Lab, fileId: string): Promise<string> {
  return (await lab.openai.files.content(fileId)).text();
}
