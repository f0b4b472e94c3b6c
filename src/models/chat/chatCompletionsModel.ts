import { ChatCompletions, type ChatOptions } from "./chatCompletions.ts";
import { ChatModel } from "./chatModel.ts";

/** A model behind any endpoint that speaks OpenAI's chat completions. */
export class ChatCompletionsModel extends ChatModel {
  constructor(options: ChatOptions) {
    super(new ChatCompletions(options));
  }
}
