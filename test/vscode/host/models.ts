// Runs inside VS Code's extension host, beside an extension that provides models: how they answer as models of ours.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { InterpreterError, sentenceOf } from "../../../src/base/errors.ts";
import { LanguageModel } from "../../../src/host/languageModel.ts";
import { ChatModel } from "../../../src/models/chat/chatModel.ts";
import type { ModelEvent, ModelRequest, Turn } from "../../../src/run/model.ts";
import { CONNECTIONS } from "./connectionsChosen.ts";
import { CHOICES } from "./modelsChosen.ts";

const ask = (text: string): Turn => ({ role: "user", text, files: [] });
const printed = (id: string, text: string): Turn => ({
  role: "cell",
  id,
  failed: false,
  outputs: [{ kind: "stream", name: "stdout", text }],
});
// One transparent pixel.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
const plotted: Turn = {
  role: "cell",
  id: "c",
  failed: false,
  outputs: [{ kind: "image", file: { id: "p", name: "p.png", bytes: 3, mime: "image/png" }, alt: "" }],
};
const request = (...turns: Turn[]): ModelRequest => ({
  instructions: "Be brief.",
  turns: turns.length === 0 ? [ask("What is 6 * 7?")] : turns,
  mayRunCode: true,
  readFile: async () => PNG,
});

async function modelOf(id: string): Promise<ChatModel> {
  const [found] = await vscode.lm.selectChatModels({ vendor: "acme", id });
  assert.ok(found, `no model ${id}`);
  return new ChatModel(new LanguageModel(found));
}

interface Told {
  text: string;
  code: string[];
  usage: unknown;
}

async function tell(events: AsyncIterable<ModelEvent>, onEvent = (_event: ModelEvent) => {}): Promise<Told> {
  const told: Told = { text: "", code: [], usage: null };
  for await (const event of events) {
    if (event.type === "text") told.text += event.delta;
    if (event.type === "cell.done") told.code.push(event.code.trim());
    if (event.type === "usage") told.usage = event.usage;
    onEvent(event);
  }
  return told;
}

const answer = async (id: string, asked = request()): Promise<Told> =>
  tell((await modelOf(id)).respond(asked, new AbortController().signal));

/** Code is written, and its result read, in the form that the model takes. */
async function computes(id: string): Promise<void> {
  const model = await modelOf(id);
  const { signal } = new AbortController();
  const question = ask("What is 6 * 7?");
  const { code, text } = await tell(model.respond(request(question), signal));
  assert.deepEqual(code, ["print(6 * 7)"]);
  const wrote: Turn = { role: "assistant", text, cells: [{ id: "call-1", code: "print(6 * 7)" }] };
  const second = await tell(model.respond(request(question, wrote, printed("call-1", "42\n")), signal));
  assert.equal(second.text, "The result is 42.");
}

async function fails(id: string, sentence: RegExp, code: string): Promise<void> {
  const error: unknown = await answer(id).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof InterpreterError, `${id} gave ${JSON.stringify(error)}`);
  assert.equal(error.kind, "upstream");
  assert.equal(error.code, code);
  assert.match(sentenceOf(error), sentence);
  assert.match(sentenceOf(error), /What was done so far is kept\. /);
}

async function stops(id: string): Promise<void> {
  const stop = new AbortController();
  const listening = tell((await modelOf(id)).respond(request(), stop.signal), () => stop.abort());
  await assert.rejects(listening, { name: "AbortError" });
}

const CASES: Record<string, () => Promise<void>> = {
  "streams text, and counts tokens": async () => {
    const pieces: ModelEvent[] = [];
    const { text, usage } = await tell(
      (await modelOf("talker")).respond(request(), new AbortController().signal),
      (event) => pieces.push(event),
    );
    assert.equal(text, "Hello from Acme.");
    assert.equal(pieces.length, 4);
    assert.deepEqual(usage, { promptTokens: 7, completionTokens: 3 });
  },
  "answers also when nobody can count": async () => {
    assert.deepEqual(await answer("uncounted"), { text: "Hello.", code: [], usage: null });
  },
  "runs code by calls of a tool": () => computes("coder"),
  "runs code by fences of a model that passes over tools": () => computes("ignorant"),
  "runs code by fences of a model that refuses tools": () => computes("toolless"),
  "runs code by fences of a model that refuses, and does not say what": () => computes("vague"),
  "shows pictures to a model that sees": async () => {
    const { text } = await answer("seer", request(ask("Plot it"), plotted));
    assert.equal(text, `I see image/png ${PNG.length}.`);
  },
  "leaves out a picture that VS Code cannot read": async () => {
    const readFile = async (): Promise<Uint8Array> => new Uint8Array(3);
    const { text } = await answer("seer", { ...request(ask("Plot it"), plotted), readFile });
    assert.equal(text, "I see nothing.");
  },
  "leaves pictures out for one that does not": async () => {
    const { text } = await answer("blind", request(ask("Plot it"), plotted));
    assert.equal(text, "I see nothing.");
  },
  "puts the instructions into the first message, and lets roles take turns": async () => {
    const called: Turn = { role: "assistant", text: "First.", cells: [{ id: "c1", code: "1" }] };
    const { text } = await answer("mirror", request(ask("Go"), called, printed("c1", "1\n"), ask("On")));
    assert.deepEqual(JSON.parse(text), {
      messages: [
        { role: "user", parts: ["Be brief.\n\nGo"] },
        { role: "assistant", parts: ["First.", { call: "c1", name: "run_python", input: { code: "1" } }] },
        { role: "user", parts: [{ result: "c1", text: "1\n" }, "On"] },
      ],
      tools: ["run_python"],
      toolMode: vscode.LanguageModelChatToolMode.Auto,
    });
  },
  "demands the tool that the client demands": async () => {
    const functions = [{ name: "weather" }];
    const settings = { toolChoice: { function: "weather" } };
    const { text } = await answer("mirror", { ...request(), functions, settings });
    const { tools, toolMode } = JSON.parse(text) as { tools: string[]; toolMode: number };
    assert.deepEqual(tools, ["weather"]);
    assert.equal(toolMode, vscode.LanguageModelChatToolMode.Required);
  },
  "tells of a quota that is used up": () =>
    fails("quota", /^Acme quota refused: You have used up what .+ this month\. .*quota/, "blocked"),
  "tells that VS Code gives no permission": () =>
    fails("forbidden", /^VS Code does not let .+ use Acme forbidden\. .*Accounts menu/, "no_permission"),
  "tells that the model is gone": () =>
    fails("gone", /^Acme gone is not offered by VS Code any more\. .*Select Model/, "model_gone"),
  "tells what failed": () => fails("failing", /^Acme failing failed: The backend burst\. /, "model_error"),
  // The server build loses what it said.
  "tells that something failed when it is a text": () =>
    fails("text", /^Acme text failed: (it gave no reason|just a text)\. /, "model_error"),
  "tells what failed when it is an object": () =>
    fails("object", /^Acme object failed: an object\. /, "model_error"),
  "takes a failure with nothing for an answer with nothing": async () => {
    assert.deepEqual((await answer("nothing")).text, "");
  },
  "tells that an answer was broken off": () =>
    fails("cancelling", /^Acme cancelling broke off its answer\. /, "broken_off"),
  "hands on what was said before a failure": async () => {
    let said = "";
    const model = await modelOf("breaking");
    const listening = tell(model.respond(request(), new AbortController().signal), (event) => {
      if (event.type === "text") said += event.delta;
      void vscode.commands.executeCommand("acme.break");
    });
    await assert.rejects(listening, /Acme breaking failed: The line broke\./);
    assert.equal(said, "Half an");
  },
  "stops a slow model": () => stops("slow"),
  "stops one that goes on as if nobody had": () => stops("deaf"),
};

/** VS Code calls this and ends with its result. */
export async function run(): Promise<void> {
  const failures: string[] = [];
  for (const [name, work] of Object.entries({ ...CASES, ...CHOICES, ...CONNECTIONS })) {
    try {
      await work();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
}
