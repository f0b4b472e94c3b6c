import { z } from "zod";
import type { RunSettings } from "../run/runner.ts";
import type { FunctionTool, ModelSettings } from "../run/model.ts";
import { NO_FILE_SEARCH } from "./tools.ts";
import type { RunObject, Tool } from "./wire.ts";

const textFormat = z.object({ type: z.enum(["text", "json_object"]) });
const jsonFormat = z.object({
  type: z.literal("json_schema"),
  json_schema: z.looseObject({ name: z.string().max(64) }),
});

const responseFormatSchema = z.union([
  z.literal("auto"),
  z.discriminatedUnion("type", [textFormat, jsonFormat]),
]);

export const toolChoiceSchema = z.union([
  z.enum(["none", "auto", "required"]),
  z
    .unknown()
    .refine((given) => (given as { type?: unknown } | null)?.type !== "file_search", {
      error: NO_FILE_SEARCH,
      params: { code: "unsupported_tool" },
      abort: true,
    })
    .pipe(
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("code_interpreter") }),
        z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) }),
      ]),
    ),
]);

export const truncationSchema = z.object({
  type: z.enum(["auto", "last_messages"]),
  last_messages: z.number().int().min(1).nullish(),
});

/** What assistants and runs have in common. */
export const samplingShape = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  response_format: responseFormatSchema.nullish(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
};

/** What a runner has to know of the run's fields. */
export function settingsOf(run: RunObject): RunSettings {
  const { tool_choice: choice, tools, max_prompt_tokens: prompt, max_completion_tokens: completion } = run;
  const functions = choice === "none" ? [] : tools.flatMap(functionOf);
  return {
    mayRunCode: choice !== "none" && tools.some(({ type }) => type === "code_interpreter"),
    ...(functions.length === 0 ? {} : { functions }),
    ...(prompt === null ? {} : { maxPromptTokens: prompt }),
    ...(completion === null ? {} : { maxCompletionTokens: completion }),
    model: modelSettingsOf(run),
  };
}

function modelSettingsOf(run: RunObject): ModelSettings {
  const { temperature, top_p: topP, reasoning_effort: effort, response_format: format } = run;
  const toolChoice = toolChoiceOf(run);
  return {
    model: run.model,
    ...(temperature === null || temperature === 1 ? {} : { temperature }),
    ...(topP === null || topP === 1 ? {} : { topP }),
    ...(effort === undefined || effort === null ? {} : { reasoningEffort: effort }),
    ...(format === "auto" || format.type === "text" ? {} : { responseFormat: format }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(run.parallel_tool_calls ? {} : { parallelToolCalls: false }),
  };
}

function toolChoiceOf({ tool_choice: choice }: RunObject): ModelSettings["toolChoice"] {
  if (choice === "required") return choice;
  if (typeof choice === "string") return undefined;
  return choice.type === "function" ? { function: choice.function.name } : { python: true };
}

function functionOf(tool: Tool): FunctionTool[] {
  if (tool.type !== "function") return [];
  const { name, description, parameters, strict } = tool.function;
  return [
    {
      name,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(strict === undefined || strict === null ? {} : { strict }),
    },
  ];
}
