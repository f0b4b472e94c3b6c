import type { ResponseInput } from "openai/resources/responses/responses";
import { describe, expect, it } from "vitest";
import { call, cell, say } from "../../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused } from "../lab.ts";
import { ask, containerOf, python, withOutputs } from "./tools.ts";

/** What the model was told before its last answer. */
function told({ model }: Lab) {
  return model.requests.at(-1)?.turns.map((turn) => (turn.role === "cell" ? turn.outputs : turn.text));
}

describe("a response that follows another", () => {
  it("knows what was said before it, and nothing of what branches off elsewhere", async () => {
    const lab = await openLab({ answers: ["A.", "B.", "C.", "D."].map((text) => [say(text)]) });
    const first = await ask(lab, "a");
    const second = await ask(lab, "b", { previous_response_id: first.id });
    const third = await ask(lab, "c", { previous_response_id: second.id });
    expect(told(lab)).toEqual(["a", "A.", "b", "B.", "c"]);
    expect(third.previous_response_id).toBe(second.id);
    await ask(lab, "d", { previous_response_id: first.id });
    expect(told(lab)).toEqual(["a", "A.", "d"]);
  });

  it("has instructions of its own, and keeps what the developer said", async () => {
    const lab = await openLab({ answers: [[say("A.")], [say("B.")]] });
    const input: ResponseInput = [
      { role: "developer", content: "Speak like a pirate." },
      { role: "user", content: "a" },
    ];
    const first = await ask(lab, input, { instructions: "Be short." });
    expect(lab.model.requests[0]?.instructions).toMatch(/Be short\.\n\nSpeak like a pirate\.$/);
    await ask(lab, "b", { previous_response_id: first.id });
    expect(lab.model.requests[1]?.instructions).toMatch(/Speak like a pirate\.$/);
    expect(lab.model.requests[1]?.instructions).not.toContain("Be short.");
  });

  it("waits for the other one to end", async () => {
    const gate = Promise.withResolvers<void>();
    const lab = await openLab({
      answers: [[cell("wait()")], [say("A.")], [say("B.")]],
      python: { "wait()": () => gate.promise },
    });
    const first = await ask(lab, "a", { background: true });
    const second = ask(lab, "b", { previous_response_id: first.id });
    gate.resolve();
    expect((await second).output_text).toBe("B.");
    expect(told(lab)).toEqual(["a", "", [], "A.", "b"]);
  });
});

it("takes what clients give back in full, and its container", async () => {
  const lab = await openLab({
    answers: [[say("I look."), cell("1")], [say("One.")], [cell("1")], [say("Still one.")]],
    python: { "1": (session) => session.print("1\n") },
  });
  const first = await ask(lab, "a", { include: withOutputs });
  const input = [{ role: "user", content: "a" }, ...first.output, { role: "user", content: "b" }];
  const second = await ask(lab, input as ResponseInput);
  const printed = [{ kind: "stream", name: "stdout", text: "1\n" }];
  expect(told(lab)).toEqual(["a", "I look.", "", printed, "One.", "b", "", printed]);
  expect(containerOf(second)).toBe(containerOf(first));
  // People see each question once.
  const [thread] = await lab.client.listThreads();
  const { data } = await lab.threads.messages.list(thread!.id, { order: "asc" });
  expect(data.filter(({ role }) => role === "user")).toHaveLength(2);
});

describe("a conversation", () => {
  it("is followed and continued by responses", async () => {
    const lab = await openLab({
      answers: [[cell("1")], [say("A.")], [say("B.")]],
      python: { "1": (session) => session.print("1\n") },
    });
    const { conversations } = lab.openai;
    const items: ResponseInput = [{ role: "user", content: "Before." }];
    const { id } = await conversations.create({ items, metadata: { of: "test" } });
    const first = await ask(lab, "a", { conversation: id });
    expect(first.conversation).toEqual({ id });
    await ask(lab, "b", { conversation: { id } });
    expect(told(lab)).toEqual(["Before.", "a", "", expect.anything(), "A.", "b"]);

    const { data } = await conversations.items.list(id, { order: "asc" });
    expect(data.map(({ type }) => type)).toEqual([
      ...["message", "message", "code_interpreter_call", "message"],
      ...["message", "message"],
    ]);
    expect(await conversations.items.retrieve(data[2]!.id!, { conversation_id: id })).toMatchObject({
      outputs: null,
    });
    const include = withOutputs;
    expect(await conversations.items.retrieve(data[2]!.id!, { conversation_id: id, include })).toMatchObject({
      outputs: [{ type: "logs", logs: "1\n" }],
    });
  });

  it("can be changed by its clients", async () => {
    const lab = await openLab({ answers: [[call("rate", "{}")], [say("Hello.")]] });
    const { conversations } = lab.openai;
    const { id } = await conversations.create();
    expect(await conversations.update(id, { metadata: { a: "b" } })).toMatchObject({ metadata: { a: "b" } });
    expect(await conversations.retrieve(id)).toMatchObject({ id, metadata: { a: "b" } });
    const items: ResponseInput = [
      { role: "user", content: "one" },
      { role: "assistant", content: "two" },
    ];
    const added = await conversations.items.create(id, { items });
    expect(added.data).toMatchObject([
      { role: "user", content: [{ type: "input_text", text: "one" }] },
      { role: "assistant", content: [{ type: "output_text", text: "two" }] },
    ]);
    const rate = { type: "function" as const, name: "rate", parameters: null, strict: null };
    const tools = [python, rate];
    const asking = await ask(lab, "Rate?", { conversation: id, tools });
    // A call that nobody answers stands in the way until it is taken out.
    expect(await refusal(ask(lab, "And?", { conversation: id, tools }))).toMatchObject({ status: 400 });
    for (const item of [added.data[0]!.id!, asking.output[0]!.id!]) {
      await conversations.items.delete(item, { conversation_id: id });
    }
    await ask(lab, "Hi?", { conversation: id, tools });
    expect(told(lab)).toEqual(["two", "Rate?", "Hi?"]);

    await conversations.delete(id);
    const gone = refused(404, `Conversation with id '${id}' not found.`);
    expect(await refusal(conversations.retrieve(id))).toEqual(gone);
    expect(await refusal(ask(lab, "?", { conversation: id }))).toEqual(gone);
  });

  it("cannot be followed together with a response", async () => {
    const lab = await openLab();
    const { id } = await lab.openai.conversations.create();
    expect(await refusal(ask(lab, "?", { conversation: id, previous_response_id: "resp_1" }))).toMatchObject({
      status: 400,
      code: "mutually_exclusive_parameters",
    });
  });
});
