import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ModelEvent } from "../../run/model.ts";
import { FenceReader } from "./fenceReader.ts";
import { PartialCode } from "./partialCode.ts";

interface Call {
  readonly id: string;
  readonly code: PartialCode;
}

/** Turns the chunks of a streamed chat completion into a model's events. */
export class AnswerReader {
  readonly #fence: FenceReader;
  readonly #calls = new Map<number, Call>();
  #open: Call | null = null;

  constructor(mayRunCode: boolean) {
    this.#fence = new FenceReader(mayRunCode);
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
      known = { id: call.id ?? `call-${index}`, code: new PartialCode() };
      this.#calls.set(index, known);
      this.#open = known;
      yield { type: "cell.started", id: known.id };
    }
    const delta = known.code.add(call.function?.arguments ?? "");
    if (delta !== "") yield { type: "cell.code", delta };
  }

  *#endCall(): Generator<ModelEvent> {
    if (this.#open !== null) yield { type: "cell.done", code: this.#open.code.whole() };
    this.#open = null;
  }
}
