import OpenAI, { APIConnectionError, APIError } from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { z } from "zod";
import { InterpreterError } from "../../base/errors.ts";
import type { Model, ModelEvent, ModelRequest } from "../../run/model.ts";
import { AnswerReader } from "./answerReader.ts";
import { FENCE_INSTRUCTIONS, toMessages, toolsOf } from "./messages.ts";
import { picturesMessage } from "./pictures.ts";

export interface ChatOptions {
  /** E.g. "https://api.openai.com/v1" or "http://localhost:11434/v1". */
  readonly baseURL: string;
  readonly model: string;
  /** Local servers need none. */
  readonly apiKey?: string | undefined;
  /** Sent with every request, e.g. what a gateway asks for. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A model behind any endpoint that speaks OpenAI's chat completions. */
export class ChatCompletionsModel implements Model {
  readonly name: string;
  readonly destination: string | undefined;
  readonly #openai: OpenAI;
  readonly #baseURL: string;
  readonly #apiKey: string | undefined;
  // Learnt from refusals: then code is asked for in fences, and pictures are left out.
  readonly #takes = { tools: true, pictures: true };

  constructor({ baseURL, model, apiKey, headers = {} }: ChatOptions) {
    this.name = model;
    this.destination = remoteHost(baseURL);
    this.#baseURL = baseURL;
    this.#apiKey = apiKey === "" ? undefined : apiKey;
    this.#openai = new OpenAI({
      baseURL,
      apiKey: this.#apiKey ?? "none",
      defaultHeaders: headers,
      // By default the SDK would take these from the environment, whatever the endpoint, and write to the console.
      adminAPIKey: null,
      organization: null,
      project: null,
      logLevel: "off",
    });
  }

  async *respond(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    try {
      yield* this.#stream(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      const refused = refusedBy(error);
      if (refused === null || !this.#takes[refused]) throw this.#explain(error);
      this.#takes[refused] = false;
      try {
        yield* this.#stream(request, signal);
      } catch (again) {
        signal.throwIfAborted();
        // It was not that.
        this.#takes[refused] = true;
        throw this.#explain(again);
      }
    }
  }

  async *#stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const { instructions, turns, mayRunCode, functions = [] } = request;
    const { tools, pictures } = this.#takes;
    const system = tools ? instructions : `${instructions}\n\n${FENCE_INSTRUCTIONS}`;
    const shown = pictures ? await picturesMessage(request) : null;
    const stream = await this.#openai.chat.completions.create(
      {
        model: this.name,
        messages: [...toMessages(system, turns, tools), ...(shown === null ? [] : [shown])],
        stream: true,
        stream_options: { include_usage: true },
        ...(tools ? toolsOf(request) : {}),
        ...settingsOf(request),
      },
      { signal },
    );
    const names = functions.map(({ name }) => name);
    const reader = new AnswerReader(mayRunCode, names);
    for await (const chunk of this.#whole(stream)) {
      yield* reader.read(chunk);
      if (reader.isComplete) break;
    }
    // The SDK ends an aborted stream as if it were complete.
    signal.throwIfAborted();
    yield* reader.finish();
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
    if (error instanceof APIConnectionError || !URL.canParse(this.#baseURL)) {
      const message = `The model's endpoint ${this.#baseURL} cannot be reached.`;
      const action = "Is the server running, and the setting right?";
      return new InterpreterError("upstream", "unreachable", message, { action, cause: error });
    }
    if (!(error instanceof APIError)) return error;
    const status = Number(error.status ?? 0);
    const message = `The model's endpoint answered: ${this.#said(error)}.`;
    const action = ACTIONS[status] ?? ASK_AGAIN;
    return new InterpreterError("upstream", "model_error", message, { action, status, cause: error });
  }

  /** What the endpoint said, without the key and without a web page, which proxies like to answer with. */
  #said({ message, status }: APIError): string {
    const text = this.#apiKey === undefined ? message : message.replaceAll(this.#apiKey, "[key]");
    if (/^(\d+ )?\s*</.test(text)) return `${status ?? "an error"} and a web page`;
    const line = text.replace(/\s+/g, " ").replace(/[. ]+$/, "");
    return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH)}…` : line;
  }
}

const MESSAGE_LENGTH = 400;
const ASK_AGAIN = "What was done so far is kept; ask again.";
// What the client of the API asked for; what it did not name is left to the endpoint.
function settingsOf({ settings = {} }: ModelRequest) {
  const { temperature, topP, maxCompletionTokens, responseFormat } = settings;
  const format = responseFormatSchema.safeParse(responseFormat);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxCompletionTokens === undefined ? {} : { max_completion_tokens: maxCompletionTokens }),
    ...(format.success ? { response_format: format.data } : {}),
  };
}

const responseFormatSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.looseObject({ name: z.string() }),
  }),
]);

const ACTIONS: Record<number, string> = {
  401: "Set the API key again.",
  403: "Check whether the key may use this model.",
  404: `Check the endpoint (most end in "/v1") and the model's name.`,
  429: "Wait a little, or check the quota.",
};

// Servers differ in the status: Ollama and vLLM answer 400, OpenRouter 404, llama.cpp 500.
/** What an endpoint or its model does not take, by what it says. */
function refusedBy(error: unknown): "tools" | "pictures" | null {
  if (!(error instanceof APIError) || error.status === undefined) return null;
  if ([401, 403, 429].includes(error.status)) return null;
  if (/\b(tools?|functions?)\b/i.test(error.message)) return "tools";
  return /\b(images?|image_url|vision|multi-?modal)\b/i.test(error.message) ? "pictures" : null;
}

/** The host of an address that is not this machine's own. */
function remoteHost(address: string): string | undefined {
  const { host, hostname } = URL.canParse(address) ? new URL(address) : { host: address, hostname: address };
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ? undefined : host;
}
