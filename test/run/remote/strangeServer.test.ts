import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { DONE, openStrange, RUN } from "./strangeServer.ts";

const begun = ["thread.run.created", RUN] as const;
const step = (status: string, tool_calls: unknown[] = []) => ({
  id: "step_1",
  status,
  type: "tool_calls",
  step_details: { type: "tool_calls", tool_calls },
});
const piece = (code_interpreter: object, index = 0) =>
  [
    "thread.run.step.delta",
    {
      id: "step_1",
      delta: {
        step_details: {
          type: "tool_calls",
          tool_calls: [{ index, type: "code_interpreter", code_interpreter }],
        },
      },
    },
  ] as const;
const message = (id: string, content: unknown[], more: object = {}) =>
  ["thread.message.completed", { id, role: "assistant", content, ...more }] as const;
const words = (value: string, annotations: unknown[] = []) => ({
  type: "text",
  text: { value, annotations },
});
const link = (text: string, file_id: string) => ({ type: "file_path", text, file_path: { file_id } });

it("takes what recordings of the real service hold: files with the message, fields that are missing or null", async () => {
  const { here } = await openStrange({
    stream: [
      begun,
      ["thread.run.step.created", step("in_progress")],
      piece({ input: "", outputs: [] }),
      piece({ input: "1 +" }),
      piece({ input: " 1" }),
      piece({ outputs: [{ index: 0, type: "logs", logs: "2" }] }),
      [
        "thread.run.step.completed",
        step("completed", [
          {
            id: "call_1",
            type: "code_interpreter",
            code_interpreter: { input: "1 + 1", outputs: [{ type: "logs", logs: "2" }] },
          },
        ]),
      ],
      ["thread.message.created", { id: "msg_1", role: "assistant", content: [], status: "in_progress" }],
      message("msg_1", [
        { type: "image_file", image_file: { file_id: "file-p" } },
        words("See [it](sandbox:/mnt/data/out/a.csv).", [link("sandbox:/mnt/data/out/a.csv", "file-a")]),
      ]),
      DONE,
    ],
    files: { "file-a": ["/mnt/data/out/a.csv", "1\n"], "file-p": ["5f3c-plot", "picture"] },
  });
  const run = await here.run();
  expect(run).toMatchObject({ status: "completed", usage: null });
  expect(await here.cellsOf(run)).toEqual([{ input: "1 + 1", outputs: [{ type: "logs", logs: "2" }] }]);
  const files = await here.client.files(run.thread_id);
  expect(files.map(({ name }) => name)).toEqual(["5f3c-plot.png", "out-a.csv"]);
  expect(await here.answersIn(run.thread_id)).toMatchObject([
    {
      content: [
        { image_file: { file_id: files[0]!.id } },
        {
          text: {
            value: "See [it](sandbox:/mnt/data/out-a.csv).",
            annotations: [{ file_path: { file_id: files[1]!.id } }],
          },
        },
      ],
    },
  ]);
});

it("writes nowhere but into the thread's folder, whatever files are called and whatever lies there", async () => {
  const names = [
    "../../escaped.txt",
    "/etc/passwd",
    "..\\..\\up.txt",
    "a/../../../b.txt",
    "..",
    "",
    "CON|*.txt",
    "x".repeat(5000),
    "taken/x.txt",
    "link.txt",
  ];
  const files = Object.fromEntries(
    names.map((name, index) => [`file-${index}`, [name, `of ${index}`] as const]),
  );
  const attachments = Object.keys(files).map((file_id) => ({ file_id }));
  const { here } = await openStrange({
    files,
    stream: [begun, message("msg_1", [words("Here.")], { attachments }), DONE],
  });
  const threadId = await here.question();
  const folder = join(here.folder, "threads", threadId, "data");
  const outside = join(here.folder, "outside.txt");
  await mkdir(join(folder, "file"), { recursive: true });
  await writeFile(outside, "mine");
  await symlink(outside, join(folder, "link.txt"));
  await symlink(here.folder, join(folder, "taken"));
  expect(await here.run(threadId)).toMatchObject({ status: "completed" });
  expect(await readFile(outside, "utf8")).toBe("mine");
  expect(await readdir(here.folder)).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/escaped|x\.txt|up|\.part/)]),
  );
  const kept = await here.client.files(threadId);
  expect(kept.map(({ name }) => name).sort()).toEqual([
    "CON__.txt",
    "a-b.txt",
    "escaped.txt",
    "etc-passwd",
    "file-2",
    "file-3",
    "link.txt",
    "taken-x.txt",
    "up.txt",
    "x".repeat(200),
  ]);
  expect(await readFile(join(folder, "link.txt"), "utf8")).toBe("of 9");
});

it("passes over what has no form, and ids that name things here", async () => {
  const { here } = await openStrange({ stream: [] });
  const other = await here.question("Mine.");
  const { here: attacked } = await openStrange({
    stream: [
      ["thread.run.created", null],
      ["thread.run.created", { ...RUN, usage: { prompt_tokens: -5, completion_tokens: "many" } }],
      begun,
      [
        "thread.run.step.delta",
        { id: "step_1", delta: { step_details: { tool_calls: [null, 7, { type: "shell" }] } } },
      ],
      piece({ input: "x", outputs: [{ type: "logs", logs: 5 }, { type: "image" }, null] }),
      piece({ input: "y" }, 1_000_000),
      ["thread.run.step.completed", step("completed", "no list" as unknown as unknown[])],
      [
        "thread.message.delta",
        { id: other, delta: { content: [{ index: -3, type: "text" }, { type: "video" }] } },
      ],
      message("../../../etc", [
        words("\u0000<script>alert(1)</script>", [{ type: "file_path" }, link("", "file-gone")]),
      ]),
      ["thread.unheard.of", {}],
      DONE,
    ],
  });
  const run = await attacked.run();
  expect(run).toMatchObject({ status: "completed" });
  const cells = await attacked.cellsOf(run);
  expect(cells.map(({ input }) => input)).toEqual(["x", "y"]);
});

it.each([
  ["a run that is in no known state", { ...RUN, status: "melted" }, /melted/],
  ["a run without form", { id: 5 }, /could not be read|broke off/],
])("ends in a sentence for %s", async (_, run, sentence) => {
  const { here } = await openStrange({ stream: [begun, ["thread.run.failed", run]], run });
  const ended = await here.run();
  expect(ended).toMatchObject({ status: "failed" });
  expect(ended.last_error?.message).toMatch(sentence);
});

it("fails a run whose server goes on and on", async () => {
  const huge = "x".repeat(1024 * 1024);
  const lines = Array.from({ length: 20 }, () =>
    piece({ outputs: [{ index: 0, type: "logs", logs: huge }] }),
  );
  const { here } = await openStrange({ stream: [begun, piece({ input: "1" }), ...lines, DONE] });
  const run = await here.run();
  expect(run).toMatchObject({
    status: "failed",
    last_error: { message: expect.stringContaining("more than 16 million characters") },
  });
});
