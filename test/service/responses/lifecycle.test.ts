import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { type FakeCell, runOn } from "../../fakes/fakeSessions.ts";
import { cell, say, thinkOn, usage } from "../../fakes/scriptedModel.ts";
import { openLab, refusal, refused } from "../lab.ts";
import { ask, containerOf, isRunning, MODEL, python, withOutputs } from "./tools.ts";

it("works in the background, to be polled", async () => {
  const gate = Promise.withResolvers<void>();
  const lab = await openLab({
    answers: [[cell("wait()")], [say("Done."), usage(5, 7)]],
    python: { "wait()": () => gate.promise },
  });
  const { responses } = lab.openai;
  const { id, status } = await ask(lab, "?", { background: true });
  expect(status).toMatch(/^(queued|in_progress)$/);
  await isRunning(lab, id);
  expect(await responses.retrieve(id)).toMatchObject({ status: "in_progress", completed_at: null });
  gate.resolve();
  const events = await responses.retrieve(id, { stream: true });
  for await (const _event of events);
  const done = await responses.retrieve(id);
  expect(done).toMatchObject({ status: "completed", output_text: "Done.", background: true });
  expect(done.usage).toMatchObject({ input_tokens: 5, output_tokens: 7, total_tokens: 12 });
});

it("stops in the middle of its code when it is cancelled, and says so twice", async () => {
  const lab = await openLab({ answers: [[say("I look."), cell("loop()")]], python: { "loop()": runOn } });
  const { responses } = lab.openai;
  const { id } = await ask(lab, "?", { background: true });
  await isRunning(lab, id);
  const cancelled = await responses.cancel(id);
  expect(cancelled).toMatchObject({
    status: "cancelled",
    output: [{ status: "completed" }, { status: "incomplete", code: "loop()" }],
  });
  expect(await responses.cancel(id)).toEqual(cancelled);
  const types: string[] = [];
  for await (const { type } of await responses.retrieve(id, { stream: true })) types.push(type);
  expect(types.at(-1)).toBe("response.incomplete");
});

it("stops before a word was said, too", async () => {
  const lab = await openLab({ answers: [[thinkOn]] });
  const { id } = await ask(lab, "?", { background: true });
  expect(await lab.openai.responses.cancel(id)).toMatchObject({ status: "cancelled", output: [] });
});

it("carries two responses out at once", async () => {
  const both = Promise.withResolvers<void>();
  let running = 0;
  const meet = async () => {
    if (++running === 2) both.resolve();
    await both.promise;
  };
  const lab = await openLab({
    answers: [[cell("meet()")], [cell("meet()")], [say("Done.")], [say("Done.")]],
    python: { "meet()": meet },
  });
  const done = await Promise.all([ask(lab, "One."), ask(lab, "Two.")]);
  expect(done.map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(containerOf(done[0])).not.toBe(containerOf(done[1]));
});

it("lets responses in one container take their turns", async () => {
  const order: string[] = [];
  const lab = await openLab({
    answers: [[cell("step()")], [say("One.")], [cell("step()")], [say("Two.")]],
    python: {
      "step()": async () => {
        order.push("begins");
        await new Promise(setImmediate);
        order.push("ends");
      },
    },
  });
  const { id } = await lab.openai.containers.create({ name: "one" });
  const tools = [{ type: "code_interpreter" as const, container: id }];
  const done = await Promise.all([ask(lab, "One.", { tools }), ask(lab, "Two.", { tools })]);
  expect(done.map((one) => one.output_text).toSorted()).toEqual(["One.", "Two."]);
  expect(order).toEqual(["begins", "ends", "begins", "ends"]);
});

it("gets its files into a container when nobody's code runs there that they could pass for made by", async () => {
  const gate = Promise.withResolvers<void>();
  const list = async (session: FakeCell) => session.print((await readdir(session.dataDir)).join());
  const lab = await openLab({
    answers: [[cell("wait()")], [say("One.")], [cell("list()")], [say("Two.")]],
    python: {
      "wait()": async (session) => {
        await gate.promise;
        return list(session);
      },
      "list()": list,
    },
  });
  const { containers, files } = lab.openai;
  const { id } = await containers.create({ name: "one" });
  const asked = { tools: [{ type: "code_interpreter" as const, container: id }], include: withOutputs };
  const first = await ask(lab, "?", { ...asked, background: true });
  await isRunning(lab, first.id);
  const file_data = `data:text/csv;base64,${btoa("a")}`;
  const content = [{ type: "input_file" as const, filename: "a.csv", file_data }];
  const second = ask(lab, [{ role: "user", content }], asked);
  const upload = containers.files.create(id, { file: new File(["b"], "b.csv") });
  while ((await files.list()).data.length < 2) await new Promise(setImmediate);
  gate.resolve();
  const [response, made] = await Promise.all([second, upload]);
  expect(made.path).toBe("/mnt/data/b.csv");
  const done = await lab.openai.responses.retrieve(first.id, { include: withOutputs });
  expect(done.output[0]).toMatchObject({ outputs: [] });
  expect(response.output[0]).toMatchObject({ outputs: [{ logs: expect.stringContaining("a.csv") }] });
});

it("is gone once it is deleted, for those that would follow it as well", async () => {
  const lab = await openLab({ answers: [[say("One.")], [say("Two.")], [say("Three.")]] });
  const { responses } = lab.openai;
  const first = await ask(lab, "One.");
  const second = await ask(lab, "Two.", { previous_response_id: first.id });
  await responses.delete(first.id);
  const gone = refused(404, `Response with id '${first.id}' not found.`);
  expect(await refusal(responses.retrieve(first.id))).toEqual(gone);
  expect(await refusal(responses.delete(first.id))).toEqual(gone);
  expect(await refusal(ask(lab, "Four.", { previous_response_id: first.id }))).toEqual(
    refused(400, `Previous response with id '${first.id}' not found.`, {
      param: "previous_response_id",
      code: "previous_response_not_found",
    }),
  );
  // What followed it before goes on to know what was said.
  await ask(lab, "Three.", { previous_response_id: second.id });
  expect(lab.model.requests.at(-1)?.turns[0]).toMatchObject({ text: "One." });
});

it("cannot be had again when it is not to be stored", async () => {
  const lab = await openLab({ answers: [[say("Done.")]] });
  const response = await ask(lab, "?", { store: false });
  expect(response).toMatchObject({ status: "completed", output_text: "Done.", store: false });
  expect(await refusal(lab.openai.responses.retrieve(response.id))).toMatchObject({ status: 404 });
  expect(await refusal(ask(lab, "?", { store: false, background: true }))).toMatchObject({
    status: 400,
    param: "store",
  });
});

it("ends at the limits that it was given", async () => {
  const lab = await openLab({
    answers: [
      [say("Far too many words."), usage(1, 16)],
      [cell("step()")],
      [say("No more code.")],
      [cell("step()")],
      [cell("step()")],
    ],
    python: { "step()": () => {} },
  });
  expect(await ask(lab, "?", { max_output_tokens: 16 })).toMatchObject({
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
  });
  const limited = await ask(lab, "?", { max_tool_calls: 1 });
  expect(limited).toMatchObject({ status: "completed", output_text: "No more code." });
  expect(lab.model.requests.map(({ mayRunCode }) => mayRunCode)).toEqual([true, true, false]);
  // A model that does not keep to it.
  expect(await ask(lab, "?", { max_tool_calls: 1 })).toMatchObject({ status: "incomplete" });
});

it("needs no Python, and gives back what it was asked with", async () => {
  const lab = await openLab({ answers: [[say("Hello.")]] });
  const asked = {
    instructions: "Be short.",
    metadata: { of: "test" },
    temperature: 0.5,
    top_p: 0.9,
    max_output_tokens: 100,
    max_tool_calls: 3,
    parallel_tool_calls: false,
    user: "u",
  };
  const response = await lab.openai.responses.create({
    ...asked,
    model: MODEL,
    input: "Hi.",
    reasoning: { effort: "low" },
    text: { format: { type: "json_schema", name: "x", schema: { type: "object" } } },
  });
  expect(response).toMatchObject({
    ...asked,
    model: MODEL,
    reasoning: { effort: "low" },
    text: { format: { type: "json_schema", name: "x", schema: { type: "object" } } },
    tools: [],
  });
  const [request] = lab.model.requests;
  expect(request).toMatchObject({ instructions: "Be short.", mayRunCode: false });
  expect(request?.settings).toMatchObject({
    temperature: 0.5,
    topP: 0.9,
    reasoningEffort: "low",
    parallelToolCalls: false,
    responseFormat: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } },
  });
});

it("hands on which tool is to be used", async () => {
  const lab = await openLab({ answers: [[say("1")], [say("2")], [say("3")]] });
  const rate = { type: "function" as const, name: "rate", parameters: { type: "object" }, strict: true };
  const choices = ["required", { type: "code_interpreter" }, { type: "function", name: "rate" }] as const;
  for (const tool_choice of choices) await ask(lab, "?", { tools: [python, rate], tool_choice });
  expect(lab.model.requests.map(({ settings }) => settings?.toolChoice)).toEqual([
    "required",
    { python: true },
    { function: "rate" },
  ]);
  expect(lab.model.requests[0]?.functions).toEqual([
    { name: "rate", parameters: { type: "object" }, strict: true },
  ]);
});
