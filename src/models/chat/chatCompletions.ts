import { APIConnectionError, APIError, type OpenAI, OpenAIError } from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { InterpreterError } from "../../base/errors.ts";
import { isLoopback } from "../../base/loopback.ts";
import { wordsOf } from "../../base/serverWords.ts";
import type { Chat, ChatPiece } from "../../domain/chat.ts";
import type { ModelSettings } from "../../run/model.ts";
import type { ChatTransport } from "./chatModel.ts";
import { paramsOf } from "./chatParams.ts";

export interface ChatEndpoint {
  /** A client of the endpoint; asks for what proves who sends a request by itself. */
  readonly openai: OpenAI;
  readonly model: string;
  /** Taken out of what the endpoint says. */
  readonly apiKey?: string | undefined;
  /** What to do when it refuses who asks (401), as a sentence; unless told, to set the key again. */
  readonly whenRefused?: string | undefined;
}

/** Carries chats to any endpoint that speaks OpenAI's chat completions. */
export class ChatCompletions implements ChatTransport {
  readonly name: string;
  readonly destination: string | undefined;
  readonly objectsPlainly = true;
  readonly #openai: OpenAI;
  readonly #baseURL: string;
  readonly #apiKey: string | undefined;
  readonly #whenRefused: string | undefined;

  constructor({ openai, model, apiKey, whenRefused }: ChatEndpoint) {
    this.name = model;
    this.destination = remoteHost(openai.baseURL);
    this.#baseURL = openai.baseURL;
    this.#apiKey = apiKey;
    this.#whenRefused = whenRefused;
    this.#openai = openai;
  }

  async *send(chat: Chat, settings: ModelSettings, signal: AbortSignal): AsyncGenerator<ChatPiece> {
    try {
      const params = { model: this.name, ...paramsOf(chat, settings) };
      const stream = await this.#openai.chat.completions.create(params, { signal });
      for await (const chunk of this.#whole(stream)) yield* piecesOf(chunk);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error);
    }
  }

  // Servers differ in the status: Ollama and vLLM answer 400, OpenRouter 404, llama.cpp 500.
  objectionIn(error: unknown): string | null {
    const cause = error instanceof InterpreterError ? error.cause : error;
    if (!(cause instanceof APIError) || cause.status === undefined) return null;
    return [401, 403, 429].includes(cause.status) ? null : cause.message;
  }

  /** The stream; that it breaks off, or holds something else than JSON, is told in a sentence. */
  async *#whole(stream: AsyncIterable<ChatCompletionChunk>): AsyncGenerator<ChatCompletionChunk> {
    try {
      yield* stream;
    } catch (cause) {
      if (cause instanceof APIError) throw cause;
      const message = `The connection to the model's endpoint ${this.#baseURL} broke off in the middle of an answer.`;
      throw new InterpreterError("upstream", "broken_off", message, { action: ASK_AGAIN, cause });
    }
  }

  #explain(error: unknown): unknown {
    // The SDK wraps what the sign-in threw.
    if (error instanceof OpenAIError && error.cause instanceof InterpreterError) return error.cause;
    if (error instanceof APIConnectionError || !URL.canParse(this.#baseURL)) {
      const message = `The model's endpoint ${this.#baseURL} cannot be reached.`;
      const action = "Is the server running, and the setting right?";
      return new InterpreterError("upstream", "unreachable", message, { action, cause: error });
    }
    if (!(error instanceof APIError)) return error;
    const status = Number(error.status ?? 0);
    const message = `The model's endpoint answered: ${wordsOf(error, this.#apiKey)}.`;
    const refused = status === 401 ? this.#whenRefused : undefined;
    const action = refused ?? ACTIONS[status] ?? ASK_AGAIN;
    const code = status === 401 || status === 403 ? "key_refused" : "model_error";
    return new InterpreterError("upstream", code, message, { action, status, cause: error });
  }
}

const ASK_AGAIN = "What was done so far is kept; ask again.";
const MOVED = "It sends requests on to another address: check the endpoint.";
const ACTIONS: Record<number, string> = {
  301: MOVED,
  302: MOVED,
  307: MOVED,
  308: MOVED,
  401: "Set the API key again.",
  403: "Check whether the key may use this model.",
  404: `Check the endpoint (most end in "/v1") and the model's name.`,
  429: "Wait a little, or check the quota.",
};

// Endpoints leave out whatever they like of a chunk.
function* piecesOf({ choices, usage }: ChatCompletionChunk): Generator<ChatPiece> {
  if (usage !== undefined && usage !== null) {
    const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
    yield { type: "usage", usage: { promptTokens, completionTokens } };
  }
  const delta = choices?.[0]?.delta;
  if (typeof delta?.content === "string") yield { type: "text", delta: delta.content };
  for (const { index, id, function: made } of delta?.tool_calls ?? []) {
    yield { type: "call", index: index ?? 0, id, name: made?.name, arguments: made?.arguments ?? "" };
  }
}

/** The host of an address that is not this machine's own. */
function remoteHost(address: string): string | undefined {
  if (!URL.canParse(address)) return address;
  return isLoopback(address) ? undefined : new URL(address).host;
}
