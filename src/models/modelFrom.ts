import type { Model } from "../run/model.ts";
import { Analyst } from "./analyst/analyst.ts";
import { ChatCompletionsModel } from "./chat/chatCompletionsModel.ts";

type Endpoint = ConstructorParameters<typeof ChatCompletionsModel>[0];

/** The model at an endpoint; null: the built-in analyst. */
export function modelFrom(endpoint: Endpoint | null): Model {
  return endpoint === null ? new Analyst() : new ChatCompletionsModel(endpoint);
}
