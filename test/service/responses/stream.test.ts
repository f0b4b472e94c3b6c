import type { Response, ResponseStreamEvent } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { call, cell, fail, say, usage } from "../../fakes/scriptedModel.ts";
import { type Lab, type LabOptions, openLab } from "../lab.ts";
import { faultsOf } from "../schemas.ts";
import { ask, MODEL, python, withOutputs } from "./tools.ts";

const STORY: LabOptions = {
  answers: [[say("I ", "look."), cell("work()")], [say("It is ", "[here](sandbox:/mnt/data/a.csv).")]],
  python: {
    "work()": async (session) => {
      session.print("one\n");
      session.show("Plot");
      session.print("two\n");
      await session.write("a.csv", "x");
    },
    "wrong()": (session) => session.raise("ValueError", "no"),
  },
};

it("sends the events of a response in the API's order, numbered without a gap", async () => {
  const events = await streamed(await openLab(STORY));
  expect(outline(events)).toEqual([
    ...["created", "in_progress"],
    ...["output_item.added", "content_part.added", "output_text.delta"],
    ...["output_text.done", "content_part.done", "output_item.done"],
    ...["output_item.added", "code_interpreter_call.in_progress", "code_interpreter_call_code.delta"],
    ...["code_interpreter_call_code.done", "code_interpreter_call.interpreting"],
    ...["code_interpreter_call.completed", "output_item.done"],
    ...["output_item.added", "content_part.added", "output_text.delta"],
    ...["output_text.annotation.added", "output_text.annotation.added"],
    ...["output_text.done", "content_part.done", "output_item.done"],
    "completed",
  ]);
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
});

it("gives events as the published description has them", async () => {
  const answers = [
    [say("I look."), cell("work()"), cell("wrong()"), usage(3, 4)],
    [say("See [it](sandbox:/mnt/data/a.csv).")],
    [say("Half a "), fail(new Error("The model is gone."))],
    [call("rate", "{}")],
  ];
  const lab = await openLab({ ...STORY, answers });
  const rate = { type: "function" as const, name: "rate", parameters: null, strict: null };
  const seen = new Set<string>();
  for (const more of [{ include: withOutputs }, { background: true }, { tools: [python, rate] }]) {
    for (const event of await streamed(lab, more)) {
      expect(faultsOf("ResponseStreamEvent", event)).toEqual([]);
      seen.add(event.type);
    }
  }
  expect(seen).toContain("response.queued");
  expect(seen).toContain("response.failed");
  expect(seen).toContain("response.function_call_arguments.done");
});

it("gives the same rest wherever a reader takes the stream up", async () => {
  const lab = await openLab(STORY);
  const events = await streamed(lab);
  const id = idOf(events);
  expect(await collect(await lab.openai.responses.retrieve(id, { stream: true }))).toEqual(events);
  for (const { sequence_number: after } of events) {
    const rest = await lab.openai.responses.retrieve(id, { stream: true, starting_after: after });
    expect(await collect(rest)).toEqual(events.slice(after + 1));
  }
});

it("lets a reader leave in the middle and take the stream up while the response goes on", async () => {
  const gate = Promise.withResolvers<void>();
  const lab = await openLab({
    answers: [[cell("wait()")], [say("Done.")]],
    python: { "wait()": () => gate.promise },
  });
  const { responses } = lab.openai;
  const seen: ResponseStreamEvent[] = [];
  for await (const event of await responses.create({
    model: MODEL,
    input: "?",
    tools: [python],
    stream: true,
  })) {
    seen.push(event);
    if (event.type === "response.code_interpreter_call.interpreting") break;
  }
  const after = seen.at(-1)!.sequence_number;
  const id = idOf(seen);
  expect((await responses.retrieve(id)).status).toBe("in_progress");
  const rest = collect(await responses.retrieve(id, { stream: true, starting_after: after }));
  gate.resolve();
  const all = [...seen, ...(await rest)];
  expect(all.map((event) => event.sequence_number)).toEqual(all.map((_event, index) => index));
  expect(all.at(-1)).toMatchObject({ type: "response.completed", response: { status: "completed" } });
});

it("lets the SDK's helper build what a GET gives afterwards, with outputs and without", async () => {
  const cases = [
    { include: [], outputs: null },
    { include: withOutputs, outputs: [{ type: "logs" }, { type: "image" }, { type: "logs" }] },
  ];
  for (const { include, outputs } of cases) {
    const lab = await openLab(STORY);
    const built = await lab.openai.responses
      .stream({ model: MODEL, input: "What is in it?", tools: [python], include })
      .finalResponse();
    const given = await lab.openai.responses.retrieve(built.id, { include });
    expect(plain(built)).toEqual(plain(given));
    expect(given.output[1]).toMatchObject({ outputs });
  }
});

it("is framed as server-sent events with names, and has no [DONE]", async () => {
  const lab = await openLab({ answers: [[say("Hello.")]] });
  const body = JSON.stringify({ model: MODEL, input: "Hi.", stream: true });
  const headers = { "content-type": "application/json" };
  const response = await lab.service.fetch(
    new Request("http://interpreter.local/v1/responses", { method: "POST", body, headers }),
  );
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const text = await response.text();
  expect(text).toMatch(/^event: response\.created\ndata: \{"type":"response\.created"[^\n]*\}\n\n/);
  expect(text).not.toContain("[DONE]");
});

it("ends with what was said when the model fails", async () => {
  const lab = await openLab({ answers: [[say("Half "), fail(new Error("The model is gone."))]] });
  const events = await streamed(lab);
  expect(outline(events).slice(-4)).toEqual([
    ...["output_text.done", "content_part.done", "output_item.done"],
    "failed",
  ]);
  const response = await lab.openai.responses.retrieve(idOf(events));
  expect(response).toMatchObject({
    status: "failed",
    error: { code: "server_error", message: "The model is gone." },
    output: [{ status: "incomplete", content: [{ text: "Half " }] }],
  });
});

it("gives a traceback as a result, and cites files that no text links to", async () => {
  const lab = await openLab({
    ...STORY,
    answers: [[cell("wrong()")], [cell("work()")], [say("Done.")]],
  });
  const { output } = await ask(lab, "?", { include: withOutputs });
  expect(output.slice(0, 2)).toMatchObject([
    { status: "completed", outputs: [{ type: "logs", logs: expect.stringContaining("ValueError: no") }] },
    { status: "completed", outputs: [{ logs: "one\n" }, { type: "image" }, { logs: "two\n" }] },
  ]);
  expect(output[2]).toMatchObject({
    content: [
      {
        annotations: [
          { filename: "plot.png", start_index: 0, end_index: 0 },
          { filename: "a.csv", start_index: 0, end_index: 0 },
        ],
      },
    ],
  });
});

async function streamed(lab: Lab, more: object = {}): Promise<ResponseStreamEvent[]> {
  const body = { model: MODEL, input: "What is in it?", tools: [python], stream: true as const, ...more };
  return collect(await lab.openai.responses.create(body));
}

async function collect(stream: AsyncIterable<ResponseStreamEvent>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

function idOf([first]: readonly ResponseStreamEvent[]): string {
  return first?.type === "response.created" ? first.response.id : "";
}

/** Without what the SDK's helper adds. */
function plain(response: object): Response {
  return JSON.parse(
    JSON.stringify(response, (key, value: unknown) =>
      key === "parsed" || key === "output_parsed" ? undefined : value,
    ),
  ) as Response;
}

/** Names of the events; pieces of one text, which may be cut anywhere, count as one. */
function outline(events: readonly ResponseStreamEvent[]): string[] {
  const names = events.map(({ type }) => type.replace("response.", ""));
  return names.filter((name, index) => !name.includes("delta") || name !== names[index - 1]);
}
