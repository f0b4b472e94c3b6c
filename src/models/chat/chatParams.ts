import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
} from "openai/resources/chat/completions";
import { z } from "zod";
import type { Chat, ChatMessage, ChatPart, ChatTool } from "../../domain/chat.ts";
import type { ModelSettings } from "../../run/model.ts";

/** A chat in the form of OpenAI's chat completions; what the client did not set is left to the endpoint. */
export function paramsOf(chat: Chat, settings: ModelSettings) {
  const { temperature, topP, maxCompletionTokens, responseFormat, parallelToolCalls } = settings;
  const format = responseFormatSchema.safeParse(responseFormat);
  return {
    messages: messagesOf(chat),
    stream: true as const,
    stream_options: { include_usage: true },
    ...(chat.tools.length === 0
      ? {}
      : {
          tools: chat.tools.map(toolOf),
          tool_choice: choiceOf(chat.toolChoice),
          ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
        }),
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

function toolOf(tool: ChatTool): ChatCompletionTool {
  return { type: "function", function: { ...tool, parameters: { ...tool.parameters } } };
}

function choiceOf(choice: Chat["toolChoice"]): ChatCompletionToolChoiceOption {
  if (choice === undefined) return "auto";
  return choice === "required" ? choice : { type: "function", function: { name: choice.name } };
}

function messagesOf({ instructions, messages }: Chat): ChatCompletionMessageParam[] {
  return [{ role: "system", content: instructions }, ...messages.flatMap(messageOf)];
}

function messageOf({ role, parts }: ChatMessage): ChatCompletionMessageParam[] {
  if (role === "assistant") return [assistantMessage(parts)];
  const results = parts.flatMap((part): ChatCompletionMessageParam[] =>
    part.type === "result" ? [{ role: "tool", tool_call_id: part.id, content: part.text }] : [],
  );
  const content = parts.flatMap(contentOf);
  if (content.length === 0) return results;
  const [first] = content;
  // Many servers take nothing but a plain text where there is only text.
  const whole = content.length === 1 && first?.type === "text" ? first.text : content;
  return [...results, { role: "user", content: whole }];
}

function assistantMessage(parts: readonly ChatPart[]): ChatCompletionMessageParam {
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const calls = parts.flatMap((part) =>
    part.type === "call"
      ? [{ id: part.id, type: "function" as const, function: { name: part.name, arguments: part.arguments } }]
      : [],
  );
  if (calls.length === 0) return { role: "assistant", content: text };
  return { role: "assistant", content: text === "" ? null : text, tool_calls: calls };
}

function contentOf(part: ChatPart): ChatCompletionContentPart[] {
  if (part.type === "text") return [part];
  if (part.type !== "picture") return [];
  const url = `data:${part.mime};base64,${Buffer.from(part.bytes).toString("base64")}`;
  return [{ type: "image_url", image_url: { url } }];
}
