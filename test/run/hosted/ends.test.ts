import { describe, expect, it } from "vitest";
import { GIVEN_CODE } from "../../../src/domain/givenCode.ts";
import { FaultProxy, silence } from "../../faults/faultProxy.ts";
import { call, cutShort, fail, run, say } from "../../faults/scriptedResponse.ts";
import { tools } from "../../service/lab.ts";
import { notesIn, openHostedLab, those } from "./hostedLab.ts";

const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

describe("a run that is stopped", () => {
  it("is cancelled at the provider, and keeps what it had, with the files of code that was cut off", async () => {
    const { lab, provider } = await openHostedLab({
      answers: [[say("Let me see."), run("first()", { files: { "made.csv": "1" } }), untilStopped]],
    });
    const started = await lab.start();
    await lab.eventsUntil(started.thread_id, ({ type }) => type === "cell.done");
    await lab.threads.runs.cancel(started.id, { thread_id: started.thread_id });
    const ended = await lab.ended(started);
    expect(ended.status).toBe("cancelled");
    expect([...provider.responses.values()].map(({ status }) => status)).toEqual(["cancelled"]);
    expect((await lab.client.files(started.thread_id)).map(({ name }) => name)).toEqual(["made.csv"]);
    expect(await lab.cellsOf(ended)).toMatchObject([{ input: "first()" }]);
  });

  it("is told all of the thread next time, with what the stopped run had done", async () => {
    const { lab, provider, ask } = await openHostedLab({
      answers: [[run("first()", { logs: "1\n" }), untilStopped], [say("On.")]],
    });
    const started = await lab.start();
    await lab.eventsUntil(started.thread_id, ({ type }) => type === "cell.done");
    await lab.threads.runs.cancel(started.id, { thread_id: started.thread_id });
    await lab.ended(started);
    await ask("Go on", { threadId: started.thread_id });
    expect(provider.asked[1]).not.toHaveProperty("previous_response_id");
    expect(JSON.stringify(provider.asked[1]!["input"])).toContain("first()");
  });
});

describe("a run that ends before the provider has answered", () => {
  it("asks nothing when it is stopped while a container is made", async () => {
    let proxy: FaultProxy | undefined;
    const { lab, provider } = await openHostedLab({
      through: async (url) => `${(proxy = await FaultProxy.start(url)).origin}/v1`,
      waits: { containerMs: 60_000 },
    });
    let reached: () => void;
    const isAsked = new Promise<void>((resolve) => (reached = resolve));
    proxy!.next(
      ({ path }) => path === "/v1/containers",
      (exchange) => (reached(), silence(exchange)),
      9,
    );
    const started = await lab.start();
    await isAsked;
    await lab.threads.runs.cancel(started.id, { thread_id: started.thread_id });
    expect((await lab.ended(started)).status).toBe("cancelled");
    expect(provider.asked).toEqual([]);
  });

  it("expires, and is ended at the provider too, when its time is over", async () => {
    const { provider, ask } = await openHostedLab({
      answers: [[say("Let me see."), untilStopped]],
      waits: { runMs: 2000 },
    });
    const { run: ended, changes } = await ask("Go");
    expect(ended.status).toBe("expired");
    expect(those(changes, "text.done")).toMatchObject([{ text: "Let me see." }]);
    expect([...provider.responses.values()].map(({ status }) => status)).toEqual(["cancelled"]);
  });
});

describe("a run that the provider ends", () => {
  it("tells a failure with the provider's words, without the key, and keeps what was shown", async () => {
    const { lab, ask } = await openHostedLab({
      answers: [[say("Half an "), fail("server_error", "Out of luck with sk-secret\nand more.")]],
    });
    const { run: ended, threadId } = await ask("Go");
    const message = "provider.example ended the answer: Out of luck with [key] and more (response ";
    expect(ended).toMatchObject({
      status: "failed",
      last_error: { message: expect.stringContaining(message) },
    });
    expect(await lab.answersIn(threadId)).toMatchObject([{ content: [{ text: { value: "Half an " } }] }]);
  });

  it("is incomplete at the provider's limit of tokens, with what was made", async () => {
    const { lab, ask } = await openHostedLab({
      answers: [[run("first()", { files: { "made.csv": "1" } }), cutShort("max_output_tokens")]],
    });
    const { run: ended, threadId } = await ask("Go");
    expect(ended).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_completion_tokens" },
    });
    expect(await lab.answersIn(threadId)).toMatchObject([{ attachments: [{ file_id: expect.anything() }] }]);
  });

  it("says that nothing was answered", async () => {
    const { ask } = await openHostedLab({ answers: [[]] });
    const { run: ended } = await ask("Go");
    expect(ended.last_error?.message).toMatch(/^The model gave an empty answer\./);
  });

  it("takes a traceback at the end of the logs for what it is", async () => {
    const traceback =
      'Traceback (most recent call last):\n  File "x", line 1, in <module>\nKeyError: "won"\n';
    const { ask } = await openHostedLab({
      answers: [[run("d['won']", { logs: `rows 2\n${traceback}` }), say("No.")]],
    });
    const { changes } = await ask("Go");
    expect(those(changes, "cell.output").map(({ output }) => output)).toEqual([
      { kind: "stream", name: "stdout", text: "rows 2\n" },
      { kind: "error", name: "KeyError", message: '"won"', traceback: traceback.trimEnd() },
    ]);
    expect(those(changes, "cell.done")).toMatchObject([{ end: "error" }]);
  });
});

describe("functions of the client", () => {
  const functions = [
    { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } },
  ];

  it("are called by it, and what they give goes on from there", async () => {
    const { lab, provider } = await openHostedLab({
      answers: [[say("One moment."), call("weather", '{"in":"Seoul"}')], [say("Rain.")]],
    });
    const assistant = await lab.openai.beta.assistants.create({
      model: "m",
      tools: [...tools, ...functions],
    });
    const threadId = await lab.question("Weather?");
    const started = await lab.threads.runs.create(threadId, { assistant_id: assistant.id });
    await lab.eventsUntil(threadId, ({ type }) => type === "text.done");
    const waiting = await untilAction(() => lab.retrieve(started));
    const [asked] = waiting.required_action?.submit_tool_outputs.tool_calls ?? [];
    expect(asked?.function).toEqual({ name: "weather", arguments: '{"in":"Seoul"}' });
    await lab.threads.runs.submitToolOutputs(started.id, {
      thread_id: threadId,
      tool_outputs: [{ tool_call_id: asked!.id, output: "wet" }],
    });
    expect(await lab.ended(started)).toMatchObject({ status: "completed", usage: { prompt_tokens: 200 } });
    const [first, second] = provider.asked;
    expect(first!["tools"]).toMatchObject([
      { type: "code_interpreter" },
      { type: "function", name: "weather" },
    ]);
    const [responseId] = provider.responses.keys();
    expect(second).toMatchObject({
      previous_response_id: responseId,
      input: [{ type: "function_call_output", call_id: `call_1_of_${responseId}`, output: "wet" }],
    });
    expect(await lab.answersIn(threadId)).toMatchObject([
      { content: [{ text: { value: "One moment." } }] },
      { content: [{ text: { value: "Rain." } }] },
    ]);
  });

  async function untilAction<T extends { status: string }>(look: () => Promise<T>): Promise<T> {
    for (;;) {
      const now = await look();
      if (now.status === "requires_action") return now;
    }
  }
});

it("runs no code of the person's own, and sends nothing of it", async () => {
  const { lab, provider } = await openHostedLab();
  const threadId = await lab.question("Run:\n```python\n1\n```");
  const body = { assistant_id: await lab.assistant(), model: GIVEN_CODE };
  const ended = await lab.ended(await lab.threads.runs.create(threadId, body));
  expect(ended.last_error?.message).toContain("nothing of it was sent");
  expect(provider.seen).toEqual([]);
});

it("uploads nothing and makes no container where no code may run", async () => {
  const { lab, provider } = await openHostedLab({ answers: [[say("Hello.")]] });
  const assistant = await lab.openai.beta.assistants.create({ model: "m", temperature: 0.5 });
  const threadId = await lab.question("Hello?", [await lab.upload("a.csv", "1")]);
  const started = await lab.threads.runs.create(threadId, {
    assistant_id: assistant.id,
    max_completion_tokens: 300,
    reasoning_effort: "low",
    response_format: {
      type: "json_schema",
      json_schema: { name: "x", schema: { type: "object" }, strict: true },
    },
  });
  expect((await lab.ended(started)).status).toBe("completed");
  expect(provider.seen.map(({ path }) => path)).toEqual(["/responses"]);
  expect(provider.asked).toEqual([
    {
      model: "gpt-5",
      instructions: "",
      input: [{ role: "user", content: "Hello?\n\n(Files: a.csv)" }],
      stream: true,
      store: true,
      background: true,
      temperature: 0.5,
      max_output_tokens: 300,
      reasoning: { effort: "low" },
      text: { format: { type: "json_schema", name: "x", schema: { type: "object" }, strict: true } },
    },
  ]);
});

it("ends a thread's container when its session is ended, and needs not explain that later", async () => {
  const { provider, runner, ask } = await openHostedLab({ answers: [[say("One.")], [say("Two.")]] });
  const { threadId } = await ask("First");
  expect(runner.session(threadId)).toMatchObject({
    runtime: "Container of provider.example, 1 GB",
    priceUsd: 0.03,
  });
  await runner.endSession(threadId);
  expect(provider.containers.size).toBe(0);
  expect(runner.session(threadId)).toBeNull();
  const { changes } = await ask("Second", { threadId });
  expect(those(changes, "session.opened")).toMatchObject([{ renewed: true }]);
  expect(notesIn(changes)).toEqual([]);
});

it("asks for as much memory as it was told, and counts its price", async () => {
  const { provider, runner, ask } = await openHostedLab({
    answers: [[say("One.")]],
    provider: { memory: "4g" },
  });
  const { threadId } = await ask("First");
  expect(provider.container.memory).toBe("4g");
  expect(runner.session(threadId)).toMatchObject({
    runtime: "Container of provider.example, 4 GB",
    priceUsd: 0.12,
  });
});
