import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlace, type Place } from "./interpreter.ts";

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

it("imports a folder, shows the thread, and says so the second time", async () => {
  await mkdir(join(place.dir, "export"));
  const message = {
    id: "msg_1",
    role: "user",
    content: "How many?",
    attachments: [{ file_id: "file-a" }, { file_id: "file-b" }],
  };
  const bundle = { thread: { id: "thread_old", created_at: 1_700_000_000 }, messages: [message] };
  await writeFile(join(place.dir, "export", "thread.json"), JSON.stringify(bundle));
  await writeFile(join(place.dir, "export", "file-a.csv"), "a\n1\n");
  const first = await place.interpreter(["import", "export"]);
  expect([first.code, first.stderr]).toEqual([0, ""]);
  const [, id = ""] =
    /^thread_old is now (thread_\w+) \(messages: 1, files: 1; not in the export: file-b\)\n$/.exec(
      first.stdout,
    ) ?? [];
  expect((await place.interpreter(["show", id])).stdout).toBe("> How many?\n");
  expect((await place.interpreter(["threads"])).stdout).toBe(`${id}  2023-11-14 22:13  How many?\n`);
  const second = await place.interpreter(["import", "export", "--json"]);
  expect(JSON.parse(second.stdout)).toMatchObject({ originalId: "thread_old", threadId: id, isNew: false });
});

it("says what is wrong", async () => {
  await writeFile(join(place.dir, "a.json"), "{");
  const broken = await place.interpreter(["import", "a.json"]);
  expect([broken.code, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/^interpreter: a\.json is not JSON: .*\n$/),
  ]);
  const none = await place.interpreter(["import"]);
  expect([none.code, none.stderr]).toEqual([
    2,
    "interpreter: Name at least one file or folder to import. See: interpreter --help\n",
  ]);
});
