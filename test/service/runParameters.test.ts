import { expect, it } from "vitest";
import { say } from "../fakes/scriptedModel.ts";
import { openLab, tools } from "./lab.ts";
import { faultsOf } from "./schemas.ts";

const RATE = { type: "function" as const, function: { name: "rate" } };

it("gives back what a run was asked to be, and tells the model", async () => {
  const lab = await openLab({ answers: [[say("{}")]] });
  const asked = {
    model: "my-deployment",
    instructions: "Answer in JSON.",
    tools: [...tools, RATE],
    temperature: 0.5,
    top_p: 0.25,
    max_prompt_tokens: 5000,
    max_completion_tokens: 600,
    truncation_strategy: { type: "last_messages" as const, last_messages: 3 },
    tool_choice: { type: "function" as const, function: { name: "rate" } },
    parallel_tool_calls: false,
    response_format: {
      type: "json_schema" as const,
      json_schema: { name: "answer", schema: { type: "object" } },
    },
    reasoning_effort: "low" as const,
    metadata: { a: "b" },
  };
  const run = await lab.threads.runs.create(await lab.question(), {
    assistant_id: await lab.assistant(),
    ...asked,
  });
  expect(run).toMatchObject(asked);
  expect(faultsOf("RunObject", run)).toEqual([]);
  expect(await lab.ended(run)).toMatchObject(asked);
  expect(lab.model.requests[0]).toMatchObject({
    mayRunCode: true,
    functions: [{ name: "rate" }],
    settings: {
      model: "my-deployment",
      temperature: 0.5,
      topP: 0.25,
      maxCompletionTokens: 600,
      toolChoice: { function: "rate" },
      parallelToolCalls: false,
      responseFormat: asked.response_format,
      reasoningEffort: "low",
    },
  });
});

it("takes from the assistant what the run leaves open", async () => {
  const lab = await openLab({ answers: [[say("Yes.")]] });
  const { id: assistant_id } = await lab.openai.beta.assistants.create({
    model: "gpt-4o",
    tools,
    temperature: 0,
    top_p: 0.5,
    response_format: { type: "text" },
    instructions: "Be brief.",
  });
  const run = await lab.threads.runs.create(await lab.question(), { assistant_id });
  expect(run).toMatchObject({
    model: "gpt-4o",
    temperature: 0,
    top_p: 0.5,
    response_format: { type: "text" },
    instructions: "Be brief.",
    truncation_strategy: { type: "auto", last_messages: null },
    tool_choice: "auto",
    parallel_tool_calls: true,
    max_prompt_tokens: null,
    max_completion_tokens: null,
  });
  await lab.ended(run);
});

it("shows the model only the last messages where the run wants that", async () => {
  const lab = await openLab({ answers: [[say("One.")], [say("Two.")]] });
  const threadId = await lab.question("First?");
  await lab.run(threadId);
  await lab.threads.messages.create(threadId, { role: "user", content: "Second?" });
  const run = await lab.threads.runs.create(threadId, {
    assistant_id: await lab.assistant(),
    truncation_strategy: { type: "last_messages", last_messages: 2 },
  });
  await lab.ended(run);
  expect(lab.model.requests[1]?.turns.map((turn) => "text" in turn && turn.text)).toEqual([
    "One.",
    "Second?",
  ]);
});

it("runs no code for an assistant without the tool", async () => {
  const lab = await openLab({ answers: [[say("Words.")]] });
  const { id: assistant_id } = await lab.openai.beta.assistants.create({
    model: "m",
    instructions: "Only talk.",
  });
  await lab.ended(await lab.threads.runs.create(await lab.question(), { assistant_id }));
  expect(lab.model.requests[0]).toMatchObject({ mayRunCode: false, instructions: "Only talk." });
});
