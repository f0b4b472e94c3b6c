import type { ChatPiece } from "../../domain/chat.ts";
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

/** Turns the pieces of a streamed answer into a model's events. */
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

  *read(piece: ChatPiece): Generator<ModelEvent> {
    if (piece.type === "usage") yield piece;
    else if (piece.type === "text") yield* this.#fence.read(piece.delta);
    else yield* this.#readCall(piece);
  }

  *finish(): Generator<ModelEvent> {
    yield* this.#fence.finish();
    yield* this.#endCall();
  }

  *#readCall(piece: Extract<ChatPiece, { type: "call" }>): Generator<ModelEvent> {
    const { index } = piece;
    let known = this.#calls.get(index);
    if (known === undefined) {
      yield* this.#fence.finish();
      yield* this.#endCall();
      const name = this.#functions.find((one) => one === piece.name) ?? null;
      known = { id: piece.id ?? `call-${index}`, name, code: new PartialCode(), arguments: "" };
      this.#calls.set(index, known);
      this.#open = known;
      if (name === null) yield { type: "cell.started", id: known.id };
    }
    if (known.name !== null) {
      known.arguments += piece.arguments;
      return;
    }
    const delta = known.code.add(piece.arguments);
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
