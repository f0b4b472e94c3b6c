import { expect, it } from "vitest";
import { importThreads } from "../../../src/client/import/importThreads.ts";
import { say } from "../../fakes/scriptedModel.ts";
import { openLab } from "../../service/lab.ts";
import { folderOf } from "./export.ts";

const AT = 1_700_000_000;
const of = { thread_id: "thread_old", assistant_id: "asst_old" };
const words = (value: string, annotations: unknown[] = []) => ({
  type: "text",
  text: { value, annotations },
});

/** As recordings of the real service look: newest first, `instructions: null`, messages without a status. */
const BUNDLE = {
  thread: {
    id: "thread_old",
    object: "thread",
    created_at: AT,
    metadata: {},
    tool_resources: { code_interpreter: { file_ids: [] } },
  },
  messages: {
    object: "list",
    data: [
      {
        ...{
          id: "msg_2",
          object: "thread.message",
          created_at: AT + 9,
          role: "assistant",
          run_id: "run_old",
          ...of,
        },
        content: [
          { type: "image_file", image_file: { file_id: "file-plot" } },
          words("Here: [sums](sandbox:/mnt/data/sums.csv)", [
            {
              type: "file_path",
              text: "sandbox:/mnt/data/sums.csv",
              start_index: 13,
              end_index: 39,
              file_path: { file_id: "file-sums" },
            },
          ]),
        ],
        attachments: [],
        metadata: {},
      },
      {
        ...{ id: "msg_1", object: "thread.message", created_at: AT + 1, role: "user", run_id: null },
        ...{ thread_id: "thread_old", assistant_id: null, metadata: {} },
        content: [words("Plot the sums.")],
        attachments: [{ file_id: "file-data", tools: [{ type: "code_interpreter" }] }],
      },
    ],
    first_id: "msg_2",
    has_more: false,
  },
  runs: [
    {
      ...{
        id: "run_old",
        object: "thread.run",
        created_at: AT + 2,
        started_at: AT + 2,
        completed_at: AT + 10,
        ...of,
      },
      ...{
        status: "completed",
        model: "gpt-4-1106-preview",
        instructions: null,
        tools: [{ type: "code_interpreter" }, { type: "retrieval" }],
      },
      ...{ last_error: null, metadata: {}, file_ids: [], usage: null, expires_at: null, cancelled_at: null },
    },
  ],
  run_steps: {
    object: "list",
    data: [
      {
        ...{
          id: "step_2",
          object: "thread.run.step",
          created_at: AT + 8,
          run_id: "run_old",
          ...of,
          status: "completed",
          type: "message_creation",
        },
        ...{
          step_details: { type: "message_creation", message_creation: { message_id: "msg_2" } },
          expires_at: AT + 602,
        },
      },
      {
        ...{
          id: "step_1",
          object: "thread.run.step",
          created_at: AT + 3,
          completed_at: AT + 7,
          run_id: "run_old",
          ...of,
          status: "completed",
          type: "tool_calls",
        },
        step_details: {
          type: "tool_calls",
          tool_calls: [
            {
              ...{ id: "call_1", type: "code_interpreter" },
              code_interpreter: {
                input: "plot()",
                outputs: [{ type: "image", image: { file_id: "file-plot" } }],
              },
            },
            { id: "call_2", type: "file_search", file_search: { results: [] } },
          ],
        },
      },
    ],
  },
  files: [
    {
      id: "file-data",
      object: "file",
      bytes: 6,
      created_at: AT,
      filename: "data.csv",
      purpose: "assistants",
      status_details: null,
    },
    {
      id: "file-plot",
      object: "file",
      bytes: 3,
      created_at: AT + 6,
      filename: "5f3c.png",
      purpose: "assistants_output",
    },
    {
      id: "file-sums",
      object: "file",
      bytes: 4,
      created_at: AT + 6,
      filename: "/mnt/data/sums.csv",
      purpose: "assistants_output",
    },
  ],
};

it("takes what recordings of the real service hold, in one file beside the contents", async () => {
  const here = await openLab({ answers: [[say("Gladly.")]] });
  const folder = await folderOf({
    "export.json": BUNDLE,
    "files/data.csv": "a\n1\n2\n",
    "files/file-plot.png": "PNG",
    "files/file-sums/sums.csv": "a\n3\n",
  });
  const [imported] = await importThreads(here.client, [folder]);
  expect(imported).toMatchObject({ messageCount: 2, fileCount: 3, missingFiles: [] });
  const id = imported!.threadId;
  const { data: messages } = await here.threads.messages.list(id);
  const files = await here.client.files(id);
  expect(files.map(({ name, role }) => [name, role])).toEqual([
    ["data.csv", "input"],
    ["5f3c.png", "output"],
    ["sums.csv", "output"],
  ]);
  expect(messages).toMatchObject([
    {
      created_at: AT + 9,
      content: [
        { image_file: { file_id: files[1]!.id } },
        { text: { annotations: [{ file_path: { file_id: files[2]!.id }, start_index: 13 }] } },
      ],
    },
    { created_at: AT + 1, role: "user", attachments: [{ file_id: files[0]!.id }] },
  ]);
  const { data: runs } = await here.threads.runs.list(id);
  expect(runs).toMatchObject([
    {
      created_at: AT + 2,
      completed_at: AT + 10,
      model: "gpt-4-1106-preview",
      instructions: "",
      tools: [{ type: "code_interpreter" }],
    },
  ]);
  expect(await here.cellsOf(runs[0]!)).toMatchObject([
    { input: "plot()", outputs: [{ image: { file_id: files[1]!.id } }] },
  ]);
  const notes: string[] = [];
  const cellEnds: number[][] = [];
  for await (const { change, at } of here.client.eventsSoFar(id)) {
    if (change.type === "run.note") notes.push(change.text);
    if (change.type === "cell.done") cellEnds.push([change.durationMs, at]);
  }
  expect(cellEnds).toEqual([[4000, (AT + 7) * 1000]]);
  expect(notes).toEqual(["The assistant used file_search, which does not exist here."]);
  await here.threads.messages.create(id, { role: "user", content: "Again?" });
  expect(await here.run(id)).toMatchObject({ status: "completed" });
});

it("takes lines of JSON, messages of the first version, and messages alone; says what is missing", async () => {
  const here = await openLab();
  const messages = [
    {
      id: "msg_b",
      created_at: AT + 5,
      role: "assistant",
      run_id: "run_x",
      assistant_id: "asst_x",
      thread_id: "thread_a",
      content: [words("One."), { type: "image_file", image_file: { file_id: "file-x" } }],
      file_ids: [],
    },
    {
      id: "msg_a",
      created_at: AT,
      role: "user",
      thread_id: "thread_a",
      content: "What?",
      file_ids: ["file-y"],
      metadata: null,
    },
    {
      id: "msg_c",
      created_at: AT + 6,
      role: "assistant",
      thread_id: "thread_a",
      content: [words("By the client.")],
    },
    {
      id: "msg_d",
      created_at: AT + 9,
      role: "user",
      thread_id: "thread_b",
      content: [words("Other?"), { type: "image_url", image_url: { url: "https://x" } }],
    },
  ];
  const lines = messages
    .map((message) => JSON.stringify({ object: "thread.message", ...message }))
    .join("\n");
  const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(lines, "utf16le")]);
  const folder = await folderOf({ "messages.jsonl": new Uint8Array(utf16) });
  const imported = await importThreads(here.client, [`${folder}/messages.jsonl`]);
  expect(imported).toMatchObject([
    { originalId: "thread_a", messageCount: 3, missingFiles: ["file-y", "file-x"] },
    { originalId: "thread_b", messageCount: 1 },
  ]);
  const told = async (id: string): Promise<string[]> =>
    (await here.threads.messages.list(id, { order: "asc" })).data.map(({ role, content }) =>
      [role, ...content.map((part) => (part.type === "text" ? part.text.value : part.type))].join(" "),
    );
  expect(await told(imported[0]!.threadId)).toEqual([
    "user What?",
    "assistant [a picture that is not in the export: file-x]\n\nOne.",
    "assistant By the client.",
  ]);
  expect(await told(imported[1]!.threadId)).toEqual(["user Other? [image_url]"]);
  expect((await here.threads.runs.list(imported[0]!.threadId)).data).toMatchObject([
    { assistant_id: "asst_x", status: "completed" },
  ]);
  expect(await here.client.listThreads()).toMatchObject([
    { title: "Other?", updatedAt: (AT + 9) * 1000 },
    { title: "What?" },
  ]);
});

it("ends runs that had not ended, as failed, and keeps what failed or was cancelled so", async () => {
  const here = await openLab();
  const run = (id: string, at: number, status: string, more: object = {}) => ({
    id,
    object: "thread.run",
    created_at: AT + at,
    status,
    ...of,
    ...more,
  });
  const step = (id: string, run_id: string, at: number, status: string, more: object = {}) => ({
    ...{ id, object: "thread.run.step", run_id, created_at: AT + at, status, ...of, ...more },
    step_details: {
      type: "tool_calls",
      tool_calls: [{ type: "code_interpreter", code_interpreter: { input: id, outputs: [] } }],
    },
  });
  const folder = await folderOf({
    "a.json": [
      run("run_a", 1, "in_progress"),
      run("run_b", 2, "failed", { last_error: { code: "rate_limit_exceeded", message: "Slow down." } }),
      run("run_c", 3, "cancelled"),
      run("run_d", 4, "incomplete", { incomplete_details: { reason: "max_prompt_tokens" } }),
      step("step_a", "run_a", 1, "in_progress"),
      step("step_b", "run_b", 2, "failed", { last_error: { code: "server_error", message: "It broke." } }),
      step("step_c", "run_c", 3, "cancelled"),
    ],
  });
  const [imported] = await importThreads(here.client, [folder]);
  const id = imported!.threadId;
  const { data } = await here.threads.runs.list(id, { order: "asc" });
  expect(data).toMatchObject([
    { status: "failed", last_error: { message: "The run had not ended when it was exported." } },
    { status: "failed", last_error: { code: "rate_limit_exceeded", message: "Slow down." } },
    { status: "cancelled" },
    { status: "incomplete", incomplete_details: { reason: "max_prompt_tokens" } },
  ]);
  const ends: unknown[] = [];
  for await (const { change } of here.client.eventsSoFar(id))
    if (change.type === "cell.done") ends.push([change.end, change.reason]);
  expect(ends).toEqual([
    ["lost", 'The step ended as "in_progress".'],
    ["lost", "It broke."],
    ["stopped", "Stopped."],
  ]);
  await here.threads.messages.create(id, { role: "user", content: "Not locked." });
});
