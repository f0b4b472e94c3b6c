import type { FunctionCall, Usage } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Output } from "../domain/output.ts";

/** What has been said and done so far, oldest first; earlier runs of the thread included. */
export type Turn =
  | { readonly role: "user"; readonly text: string; readonly files: readonly FileRef[] }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly cells: readonly { id: string; code: string }[];
      /** Functions of the client that it called, with what they gave. */
      readonly calls?: readonly AnsweredCall[];
    }
  /** The result of one cell. `failed`: it ended in a traceback or was ended; a model is expected to try again. */
  | {
      readonly role: "cell";
      readonly id: string;
      readonly failed: boolean;
      readonly outputs: readonly Output[];
    };

export interface AnsweredCall extends FunctionCall {
  readonly output: string;
}

/** A function of the client that started the run; `parameters` is a JSON Schema. */
export interface FunctionTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
}

/** What the client asked of the model; a model takes what it knows and passes over the rest. */
export interface ModelSettings {
  /** The name that the client sent; the configured model answers whatever it is. */
  readonly model?: string;
  readonly temperature?: number;
  readonly topP?: number;
  /** What is left of the run's limit. */
  readonly maxCompletionTokens?: number;
  readonly reasoningEffort?: string;
  /** In the API's own form. */
  readonly responseFormat?: unknown;
  /** `required`: some tool has to be used; an object: this function, or Python. */
  readonly toolChoice?: "required" | { readonly function: string } | { readonly python: true };
  readonly parallelToolCalls?: boolean;
}

export interface ModelRequest {
  /** System instructions: the host's (files, packages, limits), then the assistant's. */
  readonly instructions: string;
  readonly turns: readonly Turn[];
  /** False once the run's limit of cells is reached: the model has to answer in words. */
  readonly mayRunCode: boolean;
  /** Functions of the client that may be called, beside Python. */
  readonly functions?: readonly FunctionTool[];
  readonly settings?: ModelSettings;
  /** Gives the bytes of a picture in `turns`, for models that see. */
  readonly readFile?: (file: FileRef) => Promise<Uint8Array>;
}

/** Piece of an answer. A cell's events come in this order, and are not interleaved with those of another. */
export type ModelEvent =
  | { readonly type: "text"; readonly delta: string }
  | { readonly type: "cell.started"; readonly id: string }
  | { readonly type: "cell.code"; readonly delta: string }
  | { readonly type: "cell.done"; readonly code: string }
  /** One of the functions is to be called; `arguments` is JSON. It comes whole. */
  | { readonly type: "call"; readonly name: string; readonly arguments: string }
  | { readonly type: "usage"; readonly usage: Usage };

/** Who thinks. An answer that holds no cell and no call ends the run. Throws InterpreterError of kind "upstream". */
export interface Model {
  /** As shown to people, e.g. "built-in analyst" or "gpt-5.6". */
  readonly name: string;
  /** The host that everything is sent to, e.g. "api.openai.com"; none when it stays on this machine. */
  readonly destination?: string | undefined;
  /** Whether an answer without anything in it is a whole one; usually it is taken for a failure. */
  readonly maySayNothing?: boolean;
  respond(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
