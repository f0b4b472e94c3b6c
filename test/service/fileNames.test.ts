import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openLab } from "./lab.ts";

describe("a file's name", () => {
  it.each([
    ["a/b.csv", "b.csv"],
    ["..", "file"],
    ["../..", "file"],
    ["a\u0000b.csv", "a_b.csv"],
    ['say "hi".csv', "say _hi_.csv"],
    ["say %22hi%22.csv", "say _hi_.csv"],
    ["100%25.csv", "100%25.csv"],
    ["line\nbreak.csv", "line_break.csv"],
    ["🙂 emoji.csv", "🙂 emoji.csv"],
    [`${"n".repeat(251)}.csv`, `${"n".repeat(196)}.csv`],
    [`${"가".repeat(85)}.csv`, `${"가".repeat(65)}.csv`],
  ])("may be %j, and is %j in /mnt/data, at the file's id as well", async (sent, name) => {
    const lab = await openLab({
      answers: [[cell("look()")], [say("Done.")]],
      python: {
        "look()": async (python) => {
          for (const path of (await readdir(python.dataDir)).sort()) python.print(`${path}\n`);
        },
      },
    });
    const id = await lab.upload(sent, "x");
    expect((await lab.openai.files.retrieve(id)).filename).toBe(name);
    const run = await lab.run(await lab.question("?", [id]));
    const [call] = await lab.cellsOf(run);
    expect(call?.outputs).toEqual([
      {
        type: "logs",
        logs: [name, id]
          .sort()
          .map((path) => `${path}\n`)
          .join(""),
      },
    ]);
    expect(await lab.client.files(run.thread_id)).toMatchObject([{ id, name }]);
  });

  it("is told apart from the same one in one message", async () => {
    const lab = await openLab();
    const ids = [
      await lab.upload("a.csv", "1"),
      await lab.upload("a.csv", "2"),
      await lab.upload("A.csv", "3"),
    ];
    const threadId = await lab.question("?", ids);
    expect((await lab.client.files(threadId)).map(({ id, name }) => [id, name])).toEqual([
      [ids[0], "a.csv"],
      [ids[1], "a-2.csv"],
      [ids[2], "A-3.csv"],
    ]);
  });
});

describe("an upload is refused", () => {
  it.each([
    [{ purpose: "holiday" }, "purpose", /^Invalid value: 'holiday'\. Supported values are: 'assistants', /],
    [{ "expires_after[anchor]": "created_at" }, "expires_after.seconds", /^Invalid type|^Missing/],
    [
      { "expires_after[anchor]": "now", "expires_after[seconds]": "3600" },
      "expires_after.anchor",
      /'created_at'/,
    ],
    [
      { "expires_after[anchor]": "created_at", "expires_after[seconds]": "3599" },
      "expires_after.seconds",
      />= 3600/,
    ],
    [
      { "expires_after[anchor]": "created_at", "expires_after[seconds]": "2592001" },
      "expires_after.seconds",
      /<= 2592000/,
    ],
  ])("for the fields %j", async (fields: Record<string, string>, param, message) => {
    const lab = await openLab();
    const form = new FormData();
    for (const [name, value] of Object.entries({ purpose: "assistants", ...fields })) form.set(name, value);
    form.set("file", new File(["x"], "a.csv"));
    const request = new Request("http://interpreter.local/v1/files", { method: "POST", body: form });
    const response = await lab.service.fetch(request);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { param, message: expect.stringMatching(message) },
    });
    expect(await readdir(join(lab.folder, "files"))).toEqual([]);
  });
});
