import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ModelEvent } from "../../run/model.ts";
import { FenceReader } from "./fenceReader.ts";
import { PartialCode } from "./partialCode.ts";

interface Call {
  readonly id: string;
  /** Set: a function of the client's, whose arguments come in pieces; else Python, whatever name the model gave it. */
  readonly name: string | null;
  readonly code: PartialCode;
  arguments: string;
}

/** Turns the chunks of a streamed chat completion into a model's events. */
export class AnswerReader {
  readonly #fence: FenceReader;
  readonly #functions: readonly string[];
  readonly #calls = new Map<number, Call>();
  #open: Call | null = null;

  /** `functions`: names of those that the client offers. */
  constructor(mayRunCode: boolean, functions: readonly string[]) {
    this.#fence = new FenceReader(mayRunCode);
    this.#functions = functions;
  }

  /** A fenced cell has ended the answer: what a model writes behind it guesses a result. */
  get isComplete(): boolean {
    return this.#fence.isComplete;
  }

  *read(chunk: ChatCompletionChunk): Generator<ModelEvent> {
    const { choices, usage } = chunk;
    if (usage !== undefined && usage !== null) {
      const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
      yield { type: "usage", usage: { promptTokens, completionTokens } };
    }
    // Endpoints leave out whatever they like of a chunk.
    const delta = choices?.[0]?.delta;
    if (typeof delta?.content === "string") yield* this.#fence.read(delta.content);
    for (const call of delta?.tool_calls ?? []) yield* this.#readCall(call);
  }

  *finish(): Generator<ModelEvent> {
    yield* this.#fence.finish();
    yield* this.#endCall();
  }

  *#readCall(call: ChatCompletionChunk.Choice.Delta.ToolCall): Generator<ModelEvent> {
    const index = call.index ?? 0;
    let known = this.#calls.get(index);
    if (known === undefined) {
      yield* this.#fence.finish();
      yield* this.#endCall();
      const name = this.#functions.find((one) => one === call.function?.name) ?? null;
      known = { id: call.id ?? `call-${index}`, name, code: new PartialCode(), arguments: "" };
      this.#calls.set(index, known);
      this.#open = known;
      if (name === null) yield { type: "cell.started", id: known.id };
    }
    const piece = call.function?.arguments ?? "";
    if (known.name !== null) {
      known.arguments += piece;
      return;
    }
    const delta = known.code.add(piece);
    if (delta !== "") yield { type: "cell.code", delta };
  }

  *#endCall(): Generator<ModelEvent> {
    const call = this.#open;
    this.#open = null;
    if (call === null) return;
    if (call.name === null) yield { type: "cell.done", code: call.code.whole() };
    else yield { type: "call", name: call.name, arguments: call.arguments };
  }
}
