import { describe, expect, it } from "vitest";
import { type Lab, openLab, refusal, refused } from "./lab.ts";
import { BETA } from "./serve.ts";

describe("what is not there", () => {
  it("is named with its id", async () => {
    const lab = await openLab();
    const { assistants, threads } = lab.openai.beta;
    const thread_id = await lab.question();
    expect(await refusal(assistants.retrieve("asst_none"))).toEqual(
      refused(404, "No assistant found with id 'asst_none'."),
    );
    expect(await refusal(threads.retrieve("thread_none"))).toEqual(
      refused(404, "No thread found with id 'thread_none'."),
    );
    expect(await refusal(threads.messages.retrieve("msg_none", { thread_id }))).toEqual(
      refused(404, "No message found with id 'msg_none'."),
    );
    expect(await refusal(threads.runs.retrieve("run_none", { thread_id }))).toEqual(
      refused(404, "No run found with id 'run_none'."),
    );
    expect(await refusal(lab.openai.files.retrieve("file-none"))).toEqual(
      refused(404, "No such File object: file-none", { param: "id" }),
    );
  });

  it.each([
    ["GET", "messages"],
    ["POST", "messages"],
    ["GET", "runs"],
    ["POST", "runs"],
    ["POST", "runs/run_none/cancel"],
    ["GET", "files"],
    ["GET", "events"],
  ])("is the thread of %s %s", async (method, path) => {
    const lab = await openLab();
    const body = { role: "user", content: "?", assistant_id: await lab.assistant() };
    const { status, error } = await send(lab, method, `/threads/thread_none/${path}`, JSON.stringify(body));
    expect([status, error.message]).toEqual([404, NO_THREAD]);
  });

  it("may be in another thread", async () => {
    const lab = await openLab();
    const run = await lab.run();
    const thread_id = await lab.question();
    const [message] = (await lab.threads.messages.list(run.thread_id)).data;
    expect(await refusal(lab.threads.runs.retrieve(run.id, { thread_id }))).toMatchObject({ status: 404 });
    const reading = lab.threads.messages.retrieve(message!.id, { thread_id });
    expect(await refusal(reading)).toMatchObject({ status: 404 });
  });

  it("is a step, or an assistant for a new run", async () => {
    const lab = await openLab();
    const run = await lab.run();
    const { thread_id } = run;
    const { runs } = lab.threads;
    expect(await refusal(runs.steps.retrieve("step_none", { thread_id, run_id: run.id }))).toEqual(
      refused(404, "No run step found with id 'step_none'."),
    );
    expect(await refusal(runs.create(thread_id, { assistant_id: "asst_none" }))).toEqual(
      refused(404, "No assistant found with id 'asst_none'."),
    );
  });

  it("is an address", async () => {
    const lab = await openLab();
    expect(await send(lab, "GET", "/nowhere")).toMatchObject({
      status: 404,
      error: { message: "Unknown request URL: GET /v1/nowhere." },
    });
  });
});

const NO_THREAD = "No thread found with id 'thread_none'.";

describe("a request is refused", () => {
  it("when the id of the thread was forgotten", async () => {
    const lab = await openLab();
    expect(await refusal(lab.threads.retrieve("undefined"))).toEqual(
      refused(400, "Invalid 'thread_id': 'undefined'. Expected an ID that begins with 'thread'."),
    );
  });

  it.each(["{", "[1,", "metadata=1"])("when its body is not JSON: %s", async (body) => {
    const lab = await openLab();
    const { status, error } = await send(lab, "POST", "/threads", body);
    expect([status, error.message]).toEqual([400, "We could not parse the JSON body of your request."]);
  });

  it.each([
    [{ metadata: { modified: true } }, "metadata.modified", "expected a string, but got a boolean instead."],
    [{ metadata: [] }, "metadata", "expected an object, but got an array instead."],
    [{ messages: "hi" }, "messages", "expected an array, but got a string instead."],
    [{ messages: [null] }, "messages[0]", "expected an object, but got null instead."],
  ])("when a type is wrong: %j", async (body, param, problem) => {
    const lab = await openLab();
    const creating = lab.openai.post("/threads", { body });
    const message = `Invalid type for '${param}': ${problem}`;
    expect(await refusal(creating)).toEqual(refused(400, message, { param, code: "invalid_type" }));
  });

  it("when a parameter is missing", async () => {
    const lab = await openLab();
    const [assistant, run] = [
      lab.openai.post("/assistants", { body: {} }),
      lab.openai.post(`/threads/${await lab.question()}/runs`, { body: {} }),
    ];
    const code = "missing_required_parameter";
    expect(await refusal(assistant)).toEqual(
      refused(400, "Missing required parameter: 'model'.", { param: "model", code }),
    );
    expect(await refusal(run)).toEqual(
      refused(400, "Missing required parameter: 'assistant_id'.", { param: "assistant_id", code }),
    );
  });

  it.each([
    [
      "17 pairs",
      Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key${index}`, ""])),
      "metadata",
      "object_above_max_properties",
    ],
    ["a key of 65 characters", { ["k".repeat(65)]: "" }, `metadata.${"k".repeat(65)}`, "invalid_value"],
    ["a value of 513 characters", { key: "v".repeat(513) }, "metadata.key", "string_above_max_length"],
  ])("when metadata has %s", async (_what, metadata, param, code) => {
    const lab = await openLab();
    const wrong = { status: 400, code, param };
    const message = { role: "user" as const, content: "?", metadata };
    expect(await refusal(lab.threads.create({ metadata }))).toMatchObject(wrong);
    expect(await refusal(lab.threads.messages.create(await lab.question(), message))).toMatchObject(wrong);
    expect(await refusal(lab.openai.beta.assistants.create({ model: "m", metadata }))).toMatchObject(wrong);
  });

  it("but not when metadata is at its limits", async () => {
    const lab = await openLab();
    const pairs = Array.from({ length: 16 }, (_, index) => [`${index}`.padEnd(64, "k"), "v".repeat(512)]);
    const metadata = Object.fromEntries(pairs) as Record<string, string>;
    const { id } = await lab.threads.create({ metadata });
    expect((await lab.threads.retrieve(id)).metadata).toEqual(metadata);
  });

  it("when events are asked for after what is no number", async () => {
    const lab = await openLab();
    const { status, error } = await send(lab, "GET", `/threads/${await lab.question()}/events?after=last`);
    expect(status).toBe(400);
    expect(error.message).toBe("Invalid type for 'after': expected a number, but got a string instead.");
  });

  it("when a tool is not served, or a role is unknown", async () => {
    const lab = await openLab();
    const tool = { body: { model: "m", tools: [{ type: "file_search" }] } };
    expect(await refusal(lab.openai.post("/assistants", tool))).toMatchObject({
      status: 400,
      param: "tools[0].type",
      code: "unsupported_tool",
    });
    const role = { body: { role: "system", content: "?" } };
    const path = `/threads/${await lab.question()}/messages`;
    expect(await refusal(lab.openai.post(path, role))).toMatchObject({ status: 400, param: "role" });
  });
});

async function send(lab: Lab, method: string, path: string, body?: string) {
  const headers = { "content-type": "application/json", ...BETA };
  const init = { method, headers, ...(body === undefined || method === "GET" ? {} : { body }) };
  const response = await lab.service.fetch(new Request(`http://interpreter.local/v1${path}`, init));
  const { error } = (await response.json()) as { error: { message: string } };
  return { status: response.status, error };
}
