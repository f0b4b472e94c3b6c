import { expect, it } from "vitest";
import { ChatCompletionsModel } from "../../../src/models/chat/chatCompletionsModel.ts";

it.each([
  ["https://api.openai.com/v1", "api.openai.com"],
  ["https://gateway.example.com:8443/llm", "gateway.example.com:8443"],
  ["http://192.168.0.7:11434/v1", "192.168.0.7:11434"],
  ["http://localhost.example.com/v1", "localhost.example.com"],
  ["http://localhost:11434/v1", undefined],
  ["http://127.0.0.1:8000/v1", undefined],
  ["http://[::1]:8000/v1", undefined],
])("what goes to %s leaves for %s", (baseURL, destination) => {
  expect(new ChatCompletionsModel({ baseURL, model: "m" }).destination).toBe(destination);
});
