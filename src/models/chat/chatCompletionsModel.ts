import OpenAI from "openai";
import { PRIVATE_CLIENT } from "../../base/privateClient.ts";
import { ChatCompletions } from "./chatCompletions.ts";
import { ChatModel } from "./chatModel.ts";

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
export class ChatCompletionsModel extends ChatModel {
  constructor({ baseURL, model, apiKey: given, headers = {} }: ChatOptions) {
    const apiKey = given === "" ? undefined : given;
    const openai = new OpenAI({
      ...PRIVATE_CLIENT,
      baseURL,
      apiKey: apiKey ?? "none",
      defaultHeaders: headers,
    });
    super(new ChatCompletions({ openai, model, apiKey }));
  }
}
