import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { cell, say } from "../../fakes/scriptedModel.ts";
import { type Lab, type LabOptions, openLab } from "../lab.ts";
import { faultsOf } from "../schemas.ts";
import { python } from "./tools.ts";

const STORY: LabOptions = {
  answers: [[say("I ", "look."), cell("work()")], [say("It is ", "[here](sandbox:/mnt/data/a.csv).")]],
  python: {
    "work()": async (session) => {
      session.print("one\n");
      session.show("Plot");
      session.print("two\n");
      await session.write("a.csv", "x");
    },
  },
};

it("sends the events of a response in the API's order, numbered without a gap", async () => {
  const events = await streamed(await openLab(STORY));
  expect(outline(events)).toEqual([
    "created",
    "in_progress",
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "output_item.added",
    "code_interpreter_call.in_progress",
    "code_interpreter_call_code.delta",
    "code_interpreter_call_code.done",
    "code_interpreter_call.interpreting",
    "code_interpreter_call.completed",
    "output_item.done",
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.annotation.added",
    "output_text.annotation.added",
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "completed",
  ]);
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
});

it("gives events as the published description has them", async () => {
  for (const event of await streamed(await openLab(STORY))) {
    expect(faultsOf("ResponseStreamEvent", event)).toEqual([]);
  }
});

async function streamed(lab: Lab): Promise<ResponseStreamEvent[]> {
  const stream = await lab.openai.responses.create({
    model: "gpt-5.6",
    input: "What is in it?",
    tools: [python],
    stream: true,
  });
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** Names of the events; pieces of one text, which may be cut anywhere, count as one. */
function outline(events: readonly ResponseStreamEvent[]): string[] {
  const names = events.map(({ type }) => type.replace("response.", ""));
  return names.filter((name, index) => !name.includes("delta") || name !== names[index - 1]);
}
