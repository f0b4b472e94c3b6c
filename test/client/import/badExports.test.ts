import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { sentenceOf } from "../../../src/base/errors.ts";
import { importThreads } from "../../../src/client/import/importThreads.ts";
import { type Lab, openLab, temporaryFolder } from "../../service/lab.ts";
import { Blobs } from "../../../src/service/store/blobs.ts";
import { folderOf } from "./export.ts";

let here: Lab;
beforeEach(async () => (here = await openLab()));

/** What is said; and nothing is left behind. */
async function complaint(paths: readonly string[]): Promise<string> {
  const error: unknown = await importThreads(here.client, paths).catch((thrown: unknown) => thrown);
  expect(await here.client.listThreads()).toEqual([]);
  expect((await here.openai.files.list()).data).toEqual([]);
  expect(await readdir(join(here.folder, "files")).catch(() => [])).toEqual([]);
  expect(await readdir(join(here.folder, "threads")).catch(() => [])).toEqual([]);
  return sentenceOf(error);
}

const thread = { id: "thread_1", object: "thread", created_at: 1 };
const message = {
  id: "msg_1",
  object: "thread.message",
  role: "user",
  content: "Hi",
  thread_id: "thread_1",
  created_at: 2,
};
const run = { id: "run_1", object: "thread.run", status: "completed", thread_id: "thread_1", created_at: 2 };
const step = { id: "step_1", object: "thread.run.step", status: "completed", run_id: "run_1", created_at: 2 };
const NOTHING = " Nothing of this thread was imported.";

it.each<[string, unknown, string]>([
  [
    "a role that there is not",
    [thread, { ...message, role: "wizard" }],
    `Cannot import message msg_1: Invalid value: 'wizard'. Supported values are: 'user' and 'assistant'.${NOTHING}`,
  ],
  [
    "a text that is a number",
    [thread, { ...message, content: [{ type: "text", text: { value: 5 } }] }],
    "Cannot import message msg_1: ",
  ],
  [
    "a time before all times",
    [thread, { ...run, created_at: "yesterday", status: 7 }],
    `Cannot import run run_1: Invalid type for 'status': expected a string, but got an integer instead.${NOTHING}`,
  ],
  [
    "code without code",
    [
      thread,
      run,
      {
        ...step,
        step_details: {
          type: "tool_calls",
          tool_calls: [{ type: "code_interpreter", code_interpreter: {} }],
        },
      },
    ],
    "Cannot import step step_1: ",
  ],
  [
    "a step of an unknown kind",
    [thread, run, { ...step, step_details: { type: "dance" } }],
    `Cannot import step step_1: Invalid value: 'dance'.`,
  ],
  [
    "the same message twice",
    [thread, message, message],
    `Cannot import msg_1: it is there twice among the messages.${NOTHING}`,
  ],
  [
    "no objects at all",
    { hello: "world" },
    "There is no exported thread in what was chosen. Choose JSON as the Assistants API gave it",
  ],
  [
    "a step without a run",
    [step],
    "step_1 does not say which thread it belongs to. Import it together with its thread.",
  ],
])("says what is wrong: %s", async (_, content, sentence) => {
  expect(await complaint([await folderOf({ "export.json": content })])).toContain(sentence);
});

it("says what is no JSON, and where", async () => {
  const broken = await folderOf({ "thread.json": '{"id": "thread_1", ' });
  expect(await complaint([broken])).toMatch(
    /^thread\.json is not JSON: .* Nothing was imported from it\. Export it again, or leave it out\.$/,
  );
  const lines = await folderOf({ "messages.jsonl": `${JSON.stringify(message)}\n\n{"id":\n` });
  expect(await complaint([lines])).toMatch(/^messages\.jsonl, line 3, is not JSON: /);
  expect(await complaint([join(lines, "gone.json")])).toContain("There is no file ");
  expect(await complaint([])).toContain("There is no exported thread");
});

it("takes JSON that a person gave to the interpreter for what it is: the content of a file", async () => {
  const attached = { ...message, attachments: [{ file_id: "file-a" }, { file_id: "file-b" }] };
  const files = ["file-a", "file-b"].map((id) => ({
    id,
    object: "file",
    filename: `${id}.json`,
    purpose: "assistants",
  }));
  const folder = await folderOf({
    "export.json": [thread, attached, ...files],
    "file-a": '{"a": 1}',
    "file-b.json": '{"broken": ',
  });
  expect(await importThreads(here.client, [folder])).toMatchObject([{ fileCount: 2, missingFiles: [] }]);
});

it("does not follow links out of the folder, and is not led there by names", async () => {
  const secret = join(await temporaryFolder(), "secret");
  await writeFile(secret, "mine");
  const names = ["../../../../etc/passwd", "..", "/mnt/data/../x"];
  const files = names.map((filename, index) => ({
    id: `file-${index}`,
    object: "file",
    filename,
    purpose: "assistants_output",
  }));
  const attachments = [
    ...files.map(({ id }) => ({ file_id: id })),
    { file_id: "file-link" },
    { file_id: "__proto__" },
  ];
  const folder = await folderOf({
    "export.json": [thread, { ...message, role: "assistant", attachments }, ...files],
    ...{ "file-0": "a", "file-1": "b", "file-2": "c" },
  });
  await symlink(secret, join(folder, "file-link"));
  const [imported] = await importThreads(here.client, [folder]);
  expect(imported?.missingFiles).toEqual(["file-link", "__proto__"]);
  const kept = await here.client.files(imported!.threadId);
  expect(kept.map(({ name }) => name).sort()).toEqual(["file", "passwd", "x"]);
  expect((await readdir(join(here.folder, "threads", imported!.threadId, "data"))).sort()).toEqual([
    "file",
    "passwd",
    "x",
  ]);
});

it("leaves nothing behind when the disk is full in the middle of it", async () => {
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  class FullBlobs extends Blobs {
    #count = 0;
    override write(...given: Parameters<Blobs["write"]>): Promise<number> {
      return ++this.#count > 2 ? Promise.reject(full) : super.write(...given);
    }
  }
  const folder = await temporaryFolder();
  here = await openLab({ folder, blobs: new FullBlobs(join(folder, "files")) });
  const attachments = [{ file_id: "file-a" }, { file_id: "file-b" }];
  const exported = await folderOf({
    "export.json": [thread, { ...message, role: "assistant", attachments }],
    ...{ "file-a": "a", "file-b": "b" },
  });
  expect(await complaint([exported])).toContain("The disk is full. Nothing was changed.");
});

it("keeps the threads that came before one that is wrong, and says so", async () => {
  const other = { ...message, id: "msg_2", thread_id: "thread_2", role: "wizard" };
  const folder = await folderOf({ "export.json": [thread, message, other] });
  const error: unknown = await importThreads(here.client, [folder]).catch((thrown: unknown) => thrown);
  expect(sentenceOf(error)).toMatch(
    /message msg_2: .*Nothing of this thread was imported\. Threads that were imported before it: 1\.$/,
  );
  expect(await here.client.listThreads()).toMatchObject([{ title: "Hi" }]);
});
