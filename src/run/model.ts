import type { Usage } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Output } from "../domain/output.ts";

/** What has been said and done so far, oldest first; earlier runs of the thread included. */
export type Turn =
  | { readonly role: "user"; readonly text: string; readonly files: readonly FileRef[] }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly cells: readonly { id: string; code: string }[];
    }
  /** The result of one cell. `failed`: it ended in a traceback or was ended; a model is expected to try again. */
  | {
      readonly role: "cell";
      readonly id: string;
      readonly failed: boolean;
      readonly outputs: readonly Output[];
    };

export interface ModelRequest {
  /** System instructions: the host's (files, packages, limits), then the assistant's. */
  readonly instructions: string;
  readonly turns: readonly Turn[];
  /** False once the run's limit of cells is reached: the model has to answer in words. */
  readonly mayRunCode: boolean;
}

/** Piece of an answer. A cell's events come in this order, and are not interleaved with those of another. */
export type ModelEvent =
  | { readonly type: "text"; readonly delta: string }
  | { readonly type: "cell.started"; readonly id: string }
  | { readonly type: "cell.code"; readonly delta: string }
  | { readonly type: "cell.done"; readonly code: string }
  | { readonly type: "usage"; readonly usage: Usage };

/** Who thinks. An answer that holds no cell ends the run. Throws InterpreterError of kind "upstream". */
export interface Model {
  /** As shown to people, e.g. "built-in analyst" or "gpt-5.6". */
  readonly name: string;
  respond(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
