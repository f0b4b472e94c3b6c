import OpenAI, { APIConnectionError, APIError } from "openai";
import { InterpreterError } from "../../base/errors.ts";
import type { Model, ModelEvent, ModelRequest } from "../../run/model.ts";
import { AnswerReader } from "./answerReader.ts";
import { FENCE_INSTRUCTIONS, PYTHON_TOOL, toMessages } from "./messages.ts";

export interface ChatOptions {
  /** E.g. "https://api.openai.com/v1" or "http://localhost:11434/v1". */
  readonly baseURL: string;
  readonly model: string;
  /** Local servers need none. */
  readonly apiKey?: string | undefined;
}

/** A model behind any endpoint that speaks OpenAI's chat completions. */
export class ChatCompletionsModel implements Model {
  readonly name: string;
  readonly #openai: OpenAI;
  readonly #baseURL: string;
  // Learnt from a refusal: then code is asked for in fences.
  #takesTools = true;

  constructor({ baseURL, model, apiKey }: ChatOptions) {
    this.name = model;
    this.#baseURL = baseURL;
    this.#openai = new OpenAI({ baseURL, apiKey: apiKey ?? "none" });
  }

  async *respond(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    try {
      yield* this.#stream(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (this.#takesTools && refusesTools(error)) {
        this.#takesTools = false;
        try {
          yield* this.#stream(request, signal);
          return;
        } catch (again) {
          throw this.#explain(again);
        }
      }
      throw this.#explain(error);
    }
  }

  async *#stream(
    { instructions, turns, mayRunCode }: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const withTools = this.#takesTools && mayRunCode;
    const system = this.#takesTools ? instructions : `${instructions}\n\n${FENCE_INSTRUCTIONS}`;
    const stream = await this.#openai.chat.completions.create(
      {
        model: this.name,
        messages: toMessages(system, turns, this.#takesTools),
        stream: true,
        stream_options: { include_usage: true },
        ...(withTools ? { tools: [PYTHON_TOOL], tool_choice: "auto" as const } : {}),
      },
      { signal },
    );
    const reader = new AnswerReader(mayRunCode);
    for await (const chunk of stream) {
      yield* reader.read(chunk);
      if (reader.isComplete) break;
    }
    yield* reader.finish();
  }

  #explain(error: unknown): unknown {
    if (error instanceof APIConnectionError) {
      return new InterpreterError(
        "upstream",
        "unreachable",
        `The model's endpoint ${this.#baseURL} cannot be reached.`,
        {
          action: "Is the server running, and the setting right?",
          cause: error,
        },
      );
    }
    if (!(error instanceof APIError)) return error;
    const status = Number(error.status ?? 0);
    return new InterpreterError(
      "upstream",
      "model_error",
      `The model's endpoint answered: ${error.message}.`,
      {
        action: ACTIONS[status] ?? "What was done so far is kept; ask again.",
        status,
        cause: error,
      },
    );
  }
}

const ACTIONS: Record<number, string> = {
  401: "Set the API key again.",
  403: "Check whether the key may use this model.",
  404: `Check the endpoint (most end in "/v1") and the model's name.`,
  429: "Wait a little, or check the quota.",
};

function refusesTools(error: unknown): boolean {
  return error instanceof APIError && error.status === 400 && /tool|function/i.test(error.message);
}
