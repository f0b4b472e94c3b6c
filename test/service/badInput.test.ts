import { describe, expect, it } from "vitest";
import { type Lab, openLab, refusal, refused, tools } from "./lab.ts";
import { faultsOf } from "./schemas.ts";
import { BETA } from "./serve.ts";

const SEVENTEEN = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key${index}`, "v"]));
const TWENTY_ONE = Array.from({ length: 21 }, (_, index) => `file-${index}`);

describe("a body is refused", () => {
  it.each([
    ["an array", "[]", "Invalid type for the body: expected an object, but got an array instead."],
    ["a number", "5", "Invalid type for the body: expected an object, but got an integer instead."],
    ["null", "null", "Invalid type for the body: expected an object, but got null instead."],
    ["cut off", '{"role": "us', "We could not parse the JSON body of your request."],
    ["a form", "role=user", "We could not parse the JSON body of your request."],
    ["empty", "", "Missing required parameter: 'role'."],
    ["blank", " \n", "Missing required parameter: 'role'."],
  ])("that is %s", async (_what, body, message) => {
    const lab = await openLab();
    const response = await post(lab, `/threads/${await lab.question()}/messages`, body);
    const answer = (await response.json()) as { error: { message: string } };
    expect([response.status, answer.error.message]).toEqual([400, message]);
    expect(faultsOf("ErrorResponse", answer)).toEqual([]);
  });

  it.each<[string, string, object, string, string, string]>([
    [
      "257 KB of words",
      "messages",
      { role: "user", content: "x".repeat(257 * 1024) },
      "content",
      "string_above_max_length",
      "Invalid 'content': string too long. Expected a string with maximum length 256000, but got a string with length 263168 instead.",
    ],
    [
      "a part of 257 KB",
      "messages",
      { role: "user", content: [{ type: "text", text: "x".repeat(257 * 1024) }] },
      "content[0].text",
      "string_above_max_length",
      "Invalid 'content[0].text': string too long. Expected a string with maximum length 256000, but got a string with length 263168 instead.",
    ],
    [
      "words that are a number",
      "messages",
      { role: "user", content: 5 },
      "content",
      "invalid_type",
      "Invalid type for 'content': expected one of a string or an array, but got an integer instead.",
    ],
    [
      "no parts",
      "messages",
      { role: "user", content: [] },
      "content",
      "array_below_min_length",
      "Invalid 'content': array too short. Expected an array with minimum length 1, but got an array with length 0 instead.",
    ],
    [
      "a part of an unknown kind",
      "messages",
      { role: "user", content: [{ type: "audio" }] },
      "content[0].type",
      "invalid_value",
      "Invalid value: 'audio'. Supported values are: 'text' and 'image_file'.",
    ],
    [
      "an unknown role",
      "messages",
      { role: "system", content: "?" },
      "role",
      "invalid_value",
      "Invalid value: 'system'. Supported values are: 'user' and 'assistant'.",
    ],
    [
      "17 pairs of metadata",
      "messages",
      { role: "user", content: "?", metadata: SEVENTEEN },
      "metadata",
      "object_above_max_properties",
      "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
    ],
    [
      "21 file ids",
      "",
      { tool_resources: { code_interpreter: { file_ids: TWENTY_ONE } } },
      "tool_resources.code_interpreter.file_ids",
      "array_above_max_length",
      "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array with maximum length 20, but got an array with length 21 instead.",
    ],
    [
      "a temperature of 3",
      "runs",
      { assistant_id: "asst_1", temperature: 3 },
      "temperature",
      "integer_above_max_value",
      "Invalid 'temperature': integer above maximum value. Expected a value <= 2, but got 3 instead.",
    ],
    [
      "a negative top_p",
      "runs",
      { assistant_id: "asst_1", top_p: -0.5 },
      "top_p",
      "decimal_below_min_value",
      "Invalid 'top_p': decimal below minimum value. Expected a value >= 0, but got -0.5 instead.",
    ],
    [
      "a limit of 10 tokens",
      "runs",
      { assistant_id: "asst_1", max_prompt_tokens: 10 },
      "max_prompt_tokens",
      "integer_below_min_value",
      "Invalid 'max_prompt_tokens': integer below minimum value. Expected a value >= 256, but got 10 instead.",
    ],
    [
      "half a token",
      "runs",
      { assistant_id: "asst_1", max_completion_tokens: 256.5 },
      "max_completion_tokens",
      "invalid_type",
      "Invalid type for 'max_completion_tokens': expected an integer, but got a decimal number instead.",
    ],
    [
      "an unknown choice of tools",
      "runs",
      { assistant_id: "asst_1", tool_choice: "maybe" },
      "tool_choice",
      "invalid_value",
      "Invalid value: 'maybe'. Supported values are: 'none', 'auto' and 'required'.",
    ],
    [
      "an unknown way to cut the thread",
      "runs",
      { assistant_id: "asst_1", truncation_strategy: { type: "half" } },
      "truncation_strategy.type",
      "invalid_value",
      "Invalid value: 'half'. Supported values are: 'auto' and 'last_messages'.",
    ],
    [
      "an unknown tool",
      "runs",
      { assistant_id: "asst_1", tools: [{ type: "browser" }] },
      "tools[0].type",
      "invalid_value",
      "Invalid value: 'browser'. Supported values are: 'code_interpreter' and 'function'.",
    ],
    [
      "a function without a name",
      "runs",
      { assistant_id: "asst_1", tools: [{ type: "function", function: {} }] },
      "tools[0].function.name",
      "missing_required_parameter",
      "Missing required parameter: 'tools[0].function.name'.",
    ],
  ])("for %s", async (_what, path, body, param, code, message) => {
    const lab = await openLab();
    const threadId = await lab.question();
    const target = path === "" ? "/threads" : `/threads/${threadId}/${path}`;
    expect(await refusal(lab.openai.post(target, { body }))).toEqual(refused(400, message, { param, code }));
    expect((await lab.threads.messages.list(threadId)).data).toHaveLength(1);
    expect(await lab.client.listThreads()).toHaveLength(1);
  });

  it("for a picture by address, and for a search in files, with what to do instead", async () => {
    const lab = await openLab();
    const content = [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }];
    const path = `/threads/${await lab.question()}/messages`;
    expect(await refusal(lab.openai.post(path, { body: { role: "user", content } }))).toMatchObject({
      status: 400,
      param: "content[0].type",
      message: expect.stringContaining("image_file"),
    });
    const attachments = [{ file_id: "file-1", tools: [{ type: "file_search" }] }];
    expect(
      await refusal(lab.openai.post(path, { body: { role: "user", content: "?", attachments } })),
    ).toMatchObject({ status: 400, param: "attachments[0].tools[0].type", code: "unsupported_tool" });
  });
});

describe("an id", () => {
  it("of another kind is not found", async () => {
    const lab = await openLab();
    const thread_id = await lab.question();
    const assistantId = await lab.assistant();
    const fileId = await lab.upload("a.csv", "x");
    const [message] = (await lab.threads.messages.list(thread_id)).data;
    const attempts = [
      lab.threads.messages.retrieve(fileId, { thread_id }),
      lab.threads.runs.retrieve(message!.id, { thread_id }),
      lab.openai.beta.assistants.retrieve(thread_id),
      lab.openai.files.retrieve(thread_id),
      lab.threads.runs.create(thread_id, { assistant_id: fileId }),
      lab.threads.messages.create(thread_id, {
        role: "user",
        content: "?",
        attachments: [{ file_id: assistantId, tools }],
      }),
      lab.threads.runs.submitToolOutputs("run_none", { thread_id, tool_outputs: [] }),
      lab.threads.runs.update("run_none", { thread_id, metadata: {} }),
      lab.threads.messages.update("msg_none", { thread_id, metadata: {} }),
      lab.threads.messages.delete("msg_none", { thread_id }),
    ];
    for (const attempt of attempts) expect(await refusal(attempt)).toMatchObject({ status: 404 });
    const wrongThread = lab.threads.messages.list(fileId);
    expect(await refusal(wrongThread)).toMatchObject({ status: 400 });
  });

  it.each(["after", "before"])("that is unknown is refused as the place of a page: %s", async (cursor) => {
    const lab = await openLab();
    const path = `/threads/${await lab.question()}/messages?${cursor}=msg_none`;
    expect(await refusal(lab.openai.get(path))).toEqual(refused(404, "No message found with id 'msg_none'."));
    expect(await refusal(lab.openai.get(`/files?${cursor}=file-none`))).toMatchObject({ status: 404 });
    expect((await lab.openai.get<{ data: unknown[] }>(`/files?${cursor}=`)).data).toEqual([]);
  });
});

it("tells a missing page from a thread that was deleted meanwhile", async () => {
  const lab = await openLab();
  const threadId = await lab.question();
  await lab.threads.delete(threadId);
  for (const [method, path] of [
    ["POST", ""],
    ["DELETE", ""],
    ["POST", "/runs"],
    ["POST", "/messages"],
  ] as const) {
    const body = JSON.stringify({ role: "user", content: "?", assistant_id: await lab.assistant() });
    const init = { method, headers: { "content-type": "application/json", ...BETA }, body };
    const url = `http://interpreter.local/v1/threads/${threadId}${path}`;
    expect((await lab.service.fetch(new Request(url, init))).status).toBe(404);
  }
});

function post(lab: Lab, path: string, body: string): Promise<Response> {
  const headers = { "content-type": "application/json", ...BETA };
  return lab.service.fetch(
    new Request(`http://interpreter.local/v1${path}`, { method: "POST", headers, body }),
  );
}
