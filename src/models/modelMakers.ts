import type { Model } from "../run/model.ts";
import { Analyst } from "./analyst/analyst.ts";
import { ChatCompletionsModel, type ChatOptions } from "./chat/chatCompletionsModel.ts";
import { ChatModel, type ChatTransport } from "./chat/chatModel.ts";

/** Makes each kind of model that can be chosen. */
export const modelMakers = {
  analyst: (): Model => new Analyst(),
  endpoint: (options: ChatOptions): Model => new ChatCompletionsModel(options),
  vscode: (transport: ChatTransport): Model => new ChatModel(transport),
};
