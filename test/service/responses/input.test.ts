import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResponseInput } from "openai/resources/responses/responses";
import { describe, expect, it } from "vitest";
import { PNG } from "../../fakes/fakeSessions.ts";
import { cell, say } from "../../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal } from "../lab.ts";
import { ask, MODEL, withOutputs } from "./tools.ts";

const CSV = `data:text/csv;base64,${Buffer.from("a,b\n").toString("base64")}`;
const PICTURE = `data:image/png;base64,${PNG.toString("base64")}`;

it("has Python read the files of a message, sent by id or as bytes", async () => {
  const lab = await openLab({
    answers: [[cell("read()")], [say("Read.")]],
    python: {
      "read()": async (session) => {
        for (const name of ["a.csv", "b.csv"]) {
          session.print(await readFile(join(session.dataDir, name), "utf8"));
        }
        session.print(String((await readFile(join(session.dataDir, "image.png"))).equals(PNG)));
      },
    },
  });
  const content = [
    { type: "input_text" as const, text: "Look at these." },
    { type: "input_file" as const, file_id: await lab.upload("a.csv", "one\n") },
    { type: "input_file" as const, file_data: CSV, filename: "b.csv" },
    { type: "input_image" as const, image_url: PICTURE, detail: "auto" as const },
  ];
  const response = await ask(lab, [{ role: "user", content }], { include: withOutputs });
  expect(response.output[0]).toMatchObject({ outputs: [{ logs: "one\na,b\ntrue" }] });
  const [question] = lab.model.requests[0]!.turns;
  expect(question).toMatchObject({
    text: "Look at these.",
    files: [{ name: "a.csv" }, { name: "b.csv" }, { name: "image.png" }],
  });
  const { data } = await lab.openai.responses.inputItems.list(response.id);
  expect(data).toMatchObject([
    {
      role: "user",
      content: [
        { type: "input_text" },
        { type: "input_file", filename: "a.csv" },
        { type: "input_file", filename: "b.csv" },
        { type: "input_image", image_url: null },
      ],
    },
  ]);
  // People find the question with its files in the history.
  const [thread] = await lab.client.listThreads();
  expect(thread?.title).toBe("Look at these.");
});

it("lists what a response was asked with, in pages", async () => {
  const lab = await openLab({ answers: [[say("Done.")]] });
  const input: ResponseInput = ["one", "two", "three"].map((content) => ({ role: "user", content }));
  const { id } = await ask(lab, input);
  const { inputItems } = lab.openai.responses;
  const texts: unknown[] = [];
  for await (const item of inputItems.list(id, { limit: 1, order: "asc" })) texts.push(item);
  expect(texts).toMatchObject(["one", "two", "three"].map((text) => ({ content: [{ text }] })));
  expect((await inputItems.list(id)).data[0]).toMatchObject({ content: [{ text: "three" }] });
});

it("estimates how many tokens a response would begin with", async () => {
  const lab = await openLab({ answers: [[say("x".repeat(4000))]] });
  const { inputTokens } = lab.openai.responses;
  const few = await inputTokens.count({ model: MODEL, input: "Hi." });
  expect(few).toMatchObject({ object: "response.input_tokens", input_tokens: expect.any(Number) });
  const { id } = await ask(lab, "?");
  const many = await inputTokens.count({ model: MODEL, input: "Hi.", previous_response_id: id });
  expect(many.input_tokens - few.input_tokens).toBeGreaterThan(1000);
});

describe("a request that cannot be served", () => {
  const address = "https://example.com/a.png";
  const message = (part: object) => ({ input: [{ role: "user", content: [part] }] });
  it.each<[string, object, object]>([
    ["no input", { input: undefined }, { param: "input", code: "missing_required_parameter" }],
    [
      "a tool that is not there",
      { tools: [{ type: "web_search" }] },
      {
        message: expect.stringMatching(/'web_search' is not served here.*'code_interpreter' and 'function'/),
      },
    ],
    [
      "a tool without a container",
      { tools: [{ type: "code_interpreter" }] },
      { param: "tools[0].container" },
    ],
    [
      "network for Python",
      {
        tools: [
          { type: "code_interpreter", container: { type: "auto", network_policy: { type: "allowlist" } } },
        ],
      },
      { code: "unsupported_network_policy" },
    ],
    [
      "a picture by its address",
      message({ type: "input_image", image_url: address }),
      { message: expect.stringMatching(/nothing is fetched/) },
    ],
    [
      "a file by its address",
      message({ type: "input_file", file_url: address }),
      { message: expect.stringMatching(/nothing is fetched/) },
    ],
    [
      "a file of nothing",
      message({ type: "input_file" }),
      { message: expect.stringMatching(/needs a file/) },
    ],
    [
      "bytes that are none",
      message({ type: "input_file", file_data: "§" }),
      { message: expect.stringMatching(/base64/) },
    ],
    [
      "a reference to an item",
      { input: [{ type: "item_reference", id: "msg_1" }] },
      { code: "unsupported_item", message: expect.stringMatching(/previous_response_id/) },
    ],
    ["an item of another kind", { input: [{ type: "mcp_call" }] }, { code: "invalid_value" }],
    ["a role that there is not", { input: [{ role: "nobody", content: "?" }] }, { param: "input[0].role" }],
    ["a limit too small", { max_output_tokens: 1 }, { param: "max_output_tokens" }],
    [
      "metadata of another type",
      { metadata: { modified: true } },
      { param: "metadata.modified", code: "invalid_type" },
    ],
    ["a wish that nobody knows", { include: ["everything"] }, { param: "include[0]" }],
  ])("is refused: %s", async (_name, fields, error) => {
    const lab = await openLab();
    expect(await refusal(ask(lab, "?", fields))).toMatchObject({ status: 400, ...error });
    await expectNothing(lab);
  });

  it.each<[string, object, string]>([
    ["a file", message({ type: "input_file", file_id: "file-1" }), "No such File object: file-1"],
    [
      "a container",
      { tools: [{ type: "code_interpreter", container: "cntr_1" }] },
      "Container with id 'cntr_1' not found.",
    ],
    ["a conversation", { conversation: "conv_1" }, "Conversation with id 'conv_1' not found."],
    [
      "a file for the container",
      { tools: [{ type: "code_interpreter", container: { type: "auto", file_ids: ["file-1"] } }] },
      "No such File object: file-1",
    ],
  ])("names what is not there: %s", async (_name, fields, text) => {
    const lab = await openLab();
    expect(await refusal(ask(lab, "?", fields))).toMatchObject({ status: 404, message: text });
    await expectNothing(lab);
  });

  it("leaves no bytes behind that came before what is wrong", async () => {
    const lab = await openLab();
    const content = [
      { type: "input_file" as const, file_data: CSV, filename: "b.csv" },
      { type: "input_file" as const, file_id: "file-none" },
    ];
    expect(await refusal(ask(lab, [{ role: "user", content }]))).toMatchObject({ status: 404 });
    await expectNothing(lab);
  });
});

async function expectNothing({ openai, client }: Lab): Promise<void> {
  expect((await openai.files.list()).data).toEqual([]);
  expect((await openai.containers.list()).data).toEqual([]);
  expect(await client.listThreads()).toEqual([]);
}
