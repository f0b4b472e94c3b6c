import { describe, expect, it } from "vitest";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab, refusal } from "./lab.ts";

describe("the list of files", () => {
  it("can be of one purpose, those that cells made included", async () => {
    const lab = await openLab({
      answers: [[cell("work()")], [say("Done.")]],
      python: { "work()": (python) => python.write("made.csv", "x") },
    });
    await lab.upload("a.csv", "x");
    const file = new File(["png"], "b.png");
    const vision = await lab.openai.files.create({ file, purpose: "vision" });
    await lab.run();
    const ofPurpose = async (purpose: string) =>
      (await lab.openai.files.list({ purpose })).data.map(({ filename }) => filename);
    expect(await ofPurpose("assistants")).toEqual(["a.csv"]);
    expect(await ofPurpose("vision")).toEqual([vision.filename]);
    expect(await ofPurpose("assistants_output")).toEqual(["/mnt/data/made.csv"]);
    expect(await ofPurpose("batch")).toEqual([]);
    expect((await lab.openai.files.list()).data).toHaveLength(3);
  });

  it("can be emptied page by page", async () => {
    const lab = await openLab();
    for (let count = 0; count < 5; count++) await lab.upload(`${count}.csv`, "x");
    for await (const { id } of lab.openai.files.list({ limit: 2 })) await lab.openai.files.delete(id);
    expect((await lab.openai.files.list()).data).toEqual([]);
  });

  it("drops a file whose time is over", async () => {
    let time = Date.now();
    const lab = await openLab({ now: () => time });
    const file = await lab.openai.files.create({
      file: new File(["x"], "a.csv"),
      purpose: "assistants",
      expires_after: { anchor: "created_at", seconds: 3600 },
    });
    expect(file.expires_at).toBe(file.created_at + 3600);
    time += 3_599_000;
    expect(await lab.openai.files.retrieve(file.id)).toEqual(file);
    time += 2000;
    expect((await lab.openai.files.list()).data).toEqual([]);
    expect(await refusal(lab.openai.files.retrieve(file.id))).toMatchObject({ status: 404 });
  });
});
