import type { Model, ModelEvent, ModelRequest } from "../../src/run/model.ts";

/** Part of an answer: events, or something that happens at this point of it. */
export type Piece =
  readonly ModelEvent[] | ((request: ModelRequest, signal: AbortSignal) => void | Promise<void>);

/** A model that gives the listed answers, one after the other, and keeps what it was asked. */
export class ScriptedModel implements Model {
  readonly name = "scripted";
  readonly requests: ModelRequest[] = [];
  readonly #answers: (readonly Piece[])[];

  constructor(answers: readonly (readonly Piece[])[]) {
    this.#answers = [...answers];
  }

  async *respond(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    // The runner goes on adding to its list of turns.
    this.requests.push({ ...request, turns: [...request.turns] });
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error("The script has no answer left.");
    for (const piece of answer) {
      if (typeof piece === "function") await piece(request, signal);
      else yield* piece;
    }
  }
}

/** Words, in as many pieces as given. */
export function say(...deltas: string[]): Piece {
  return deltas.map((delta) => ({ type: "text", delta }));
}

/** A cell, written in two pieces. */
export function cell(code: string): Piece {
  const half = Math.ceil(code.length / 2);
  return [
    ...beginCell(code.slice(0, half)),
    { type: "cell.code", delta: code.slice(half) },
    { type: "cell.done", code },
  ];
}

/** A cell that is not written to its end. */
export function beginCell(code: string): ModelEvent[] {
  return [
    { type: "cell.started", id: "call of the model" },
    { type: "cell.code", delta: code },
  ];
}

/** A function of the client is to be called. */
export function call(name: string, text: string): Piece {
  return [{ type: "call", name, arguments: text }];
}

export function usage(promptTokens: number, completionTokens: number): Piece {
  return [{ type: "usage", usage: { promptTokens, completionTokens } }];
}

export function fail(error: Error): Piece {
  return () => {
    throw error;
  };
}

/** Goes on thinking until it is told to stop. */
export const thinkOn: Piece = (_request, signal) =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
