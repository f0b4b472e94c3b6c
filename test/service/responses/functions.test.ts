import type { Response, ResponseFunctionToolCall, ResponseInput } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { call, cell, say } from "../../fakes/scriptedModel.ts";
import { openLab, refusal, refused } from "../lab.ts";
import { ask, python } from "./tools.ts";

const rate = { type: "function" as const, name: "rate", parameters: { type: "object" }, strict: false };
const tools = [python, rate];

it("ends with the calls of functions, and goes on with what they gave", async () => {
  const lab = await openLab({
    answers: [
      [say("I ask."), call("rate", '{"of":"EUR"}'), call("rate", '{"of":"KRW"}')],
      [cell("1")],
      [say("Done.")],
    ],
    python: { "1": (session) => session.print("1\n") },
  });
  const first = await ask(lab, "Rates?", { tools });
  expect(first).toMatchObject({
    status: "completed",
    output: [
      { type: "message" },
      { type: "function_call", name: "rate", arguments: '{"of":"EUR"}', status: "completed" },
      { type: "function_call", name: "rate", arguments: '{"of":"KRW"}', status: "completed" },
    ],
  });
  const second = await ask(lab, outputs(first, "1.1", "1500"), { tools, previous_response_id: first.id });
  expect(second).toMatchObject({ status: "completed", output_text: "Done." });
  expect(lab.model.requests.at(-1)?.turns).toMatchObject([
    { role: "user", text: "Rates?" },
    {
      role: "assistant",
      text: "I ask.",
      calls: [
        { name: "rate", arguments: '{"of":"EUR"}', output: "1.1" },
        { name: "rate", arguments: '{"of":"KRW"}', output: "1500" },
      ],
    },
    { role: "assistant", cells: [{ code: "1" }] },
    { role: "cell", outputs: [{ text: "1\n" }] },
  ]);
});

it("takes another answer to the same call in a branch", async () => {
  const lab = await openLab({ answers: [[call("rate", "{}")], [say("Up.")], [say("Down.")]] });
  const { id, ...first } = await ask(lab, "Rate?", { tools });
  for (const output of ["1.2", "0.9"]) {
    await ask(lab, outputs(first, output), { tools, previous_response_id: id });
    expect(lab.model.requests.at(-1)?.turns[1]).toMatchObject({ calls: [{ output }] });
  }
});

it("goes on for clients that keep everything themselves", async () => {
  const lab = await openLab({ answers: [[say("I ask."), call("rate", "{}")], [say("1.1.")]] });
  const input: ResponseInput = [{ role: "user", content: "Rate?" }];
  const first = await ask(lab, input, { tools, store: false });
  const given = (first.output as ResponseInput).concat(outputs(first, "1.1"));
  const second = await ask(lab, [...input, ...given], { tools, store: false });
  expect(second.output_text).toBe("1.1.");
  expect(lab.model.requests.at(-1)?.turns).toMatchObject([
    { role: "user", text: "Rate?" },
    { role: "assistant", text: "I ask.", calls: [{ name: "rate", output: "1.1" }] },
  ]);
});

it("does not go on while a call is not answered, and leaves the container to others", async () => {
  const lab = await openLab({ answers: [[call("rate", "{}")], [say("Hello.")]] });
  const first = await ask(lab, "Rate?", { tools });
  const [{ call_id }] = callsOf(first);
  const following = ask(lab, "And?", { tools, previous_response_id: first.id });
  expect(await refusal(following)).toEqual(
    refused(400, `No tool output found for function call ${call_id}.`, { param: "input" }),
  );
  const stray: ResponseInput = [{ type: "function_call_output", call_id: "call_none", output: "?" }];
  expect(await refusal(ask(lab, stray, { tools }))).toEqual(
    refused(400, "No tool call found for function call output with call_id call_none.", { param: "input" }),
  );
  // What was refused has left nothing behind.
  expect((await lab.openai.containers.list()).data).toHaveLength(1);
  const { data } = await lab.openai.containers.list();
  const there = [{ type: "code_interpreter" as const, container: data[0]!.id }];
  expect((await ask(lab, "Hi.", { tools: there })).output_text).toBe("Hello.");
});

it("answers a function that there is not by itself", async () => {
  const lab = await openLab({ answers: [[call("other", "{}")], [say("I see.")]] });
  const response = await ask(lab, "?", { tools });
  expect(response.output.map(({ type }) => type)).toEqual(["message"]);
});

function callsOf({
  output,
}: Pick<Response, "output">): [ResponseFunctionToolCall, ...ResponseFunctionToolCall[]] {
  const [first, ...rest] = output.filter((item) => item.type === "function_call");
  if (first === undefined) throw new Error("The response calls no function.");
  return [first, ...rest];
}

function outputs(response: Pick<Response, "output">, ...texts: string[]): ResponseInput {
  return callsOf(response).map(({ call_id }, index) => ({
    type: "function_call_output",
    call_id,
    output: texts[index] ?? "",
  }));
}
