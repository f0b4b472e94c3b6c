import { expect, it } from "vitest";
import { runOn } from "../../fakes/fakeSessions.ts";
import { call, cell, say } from "../../fakes/scriptedModel.ts";
import { DOORS } from "../doors.ts";
import { openLab } from "../lab.ts";
import { containerOf, isRunning, MODEL, python } from "./tools.ts";

it.each(Object.keys(DOORS))("%s: every endpoint does its part", async (door) => {
  const lab = await openLab({
    answers: [
      ...[[cell("1")], [say("One.")], [say("Two.")]],
      ...[[call("rate", "{}")], [say("1.1 dollars.")]],
      [cell("loop()")],
    ],
    python: { "1": (session) => session.write("표.csv", "a,b\n"), "loop()": runOn },
  });
  const openai = await DOORS[door]!(lab);
  const { containers, conversations, responses } = openai;

  const container = await containers.create({ name: "c" });
  expect((await containers.retrieve(container.id)).name).toBe("c");
  expect((await containers.list()).data).toHaveLength(1);
  const file = new File(["1\n"], "수.csv");
  const given = await containers.files.create(container.id, { file });
  expect(given.path).toBe("/mnt/data/수.csv");

  const tools = [{ type: "code_interpreter" as const, container: container.id }];
  const first = await responses.create({ model: MODEL, input: "Count.", tools });
  expect(first).toMatchObject({ status: "completed", output_text: "One." });
  expect(containerOf(first)).toBe(container.id);
  const { data } = await containers.files.list(container.id);
  const made = data.find(({ source }) => source === "assistant")!;
  const place = { container_id: container.id };
  expect((await containers.files.retrieve(made.id, place)).path).toBe("/mnt/data/표.csv");
  expect(await (await containers.files.content.retrieve(made.id, place)).text()).toBe("a,b\n");
  await containers.files.delete(made.id, place);

  const streamed = await responses
    .stream({ model: MODEL, input: "And?", tools, previous_response_id: first.id })
    .finalResponse();
  expect(streamed.output_text).toBe("Two.");
  expect((await responses.retrieve(first.id)).output_text).toBe("One.");
  expect((await responses.inputItems.list(first.id)).data).toHaveLength(1);
  expect((await responses.inputTokens.count({ model: MODEL, input: "Hi." })).input_tokens).toBeGreaterThan(0);

  const conversation = await conversations.create({ items: [{ role: "user", content: "Before." }] });
  const rate = { type: "function" as const, name: "rate", parameters: null, strict: null };
  const talk = { model: MODEL, tools: [python, rate], conversation: conversation.id };
  const asking = await responses.create({ ...talk, input: "Rate?" });
  const [asked] = asking.output;
  if (asked?.type !== "function_call") throw new Error("The response calls no function.");
  const { call_id } = asked;
  const output = { type: "function_call_output" as const, call_id, output: "1.1" };
  expect((await responses.create({ ...talk, input: [output] })).output_text).toBe("1.1 dollars.");
  const items = await conversations.items.list(conversation.id);
  expect(items.data.map(({ type }) => type)).toEqual([
    ...["message", "function_call_output", "function_call"],
    ...["message", "message"],
  ]);

  const endless = await responses.create({ model: MODEL, input: "Loop.", tools: [python], background: true });
  await isRunning(lab, endless.id);
  expect((await responses.cancel(endless.id)).status).toBe("cancelled");

  await responses.delete(first.id);
  await containers.delete(container.id);
  expect((await conversations.delete(conversation.id)).deleted).toBe(true);
});

it.each(["/v1", "/openai/v1"])("is served under %s without a beta header", async (prefix) => {
  const { service } = await openLab();
  const paths = { "/responses/resp_1": 404, "/containers": 200, "/conversations/conv_1": 404 };
  for (const [path, status] of Object.entries(paths)) {
    const response = await service.fetch(new Request(`http://interpreter.local${prefix}${path}`));
    expect([path, response.status]).toEqual([path, status]);
  }
});
