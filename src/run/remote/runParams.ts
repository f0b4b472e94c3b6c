import type OpenAI from "openai";
import type { FunctionTool } from "../model.ts";
import type { RunContext } from "../runner.ts";

type Params = OpenAI.Beta.Threads.RunCreateParamsStreaming;
type Tool = NonNullable<Params["tools"]>[number];

/** A run there like the one here. What only an assistant of its own knows is left to that. */
export function runParams(
  { runId, instructions, settings = {} }: RunContext,
  assistantId: string,
  isNamed: boolean,
): Params {
  const { mayRunCode, functions = [], maxPromptTokens, maxCompletionTokens, model = {} } = settings;
  const tools: Tool[] = [
    ...(mayRunCode === false ? [] : [{ type: "code_interpreter" as const }]),
    ...functions.map(toolOf),
  ];
  const isUsual = mayRunCode !== false && functions.length === 0;
  return {
    assistant_id: assistantId,
    stream: true,
    metadata: { [RUN_KEY]: runId },
    ...(instructions === "" ? {} : { additional_instructions: instructions }),
    ...(isNamed && isUsual ? {} : { tools }),
    ...(maxPromptTokens === undefined ? {} : { max_prompt_tokens: maxPromptTokens }),
    ...(maxCompletionTokens === undefined ? {} : { max_completion_tokens: maxCompletionTokens }),
    ...modelParams(model),
  };
}

/** In a run's metadata there: the id of the run here, so that it is found again when its answer got lost. */
export const RUN_KEY = "run";

function modelParams(settings: NonNullable<NonNullable<RunContext["settings"]>["model"]>): Partial<Params> {
  const { temperature, topP, reasoningEffort, responseFormat, toolChoice, parallelToolCalls } = settings;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    // Both were checked when they came in, and the other side checks them again.
    ...(reasoningEffort === undefined
      ? {}
      : { reasoning_effort: reasoningEffort as NonNullable<Params["reasoning_effort"]> }),
    ...(responseFormat === undefined
      ? {}
      : { response_format: responseFormat as NonNullable<Params["response_format"]> }),
    ...(toolChoice === undefined ? {} : { tool_choice: choiceOf(toolChoice) }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

function choiceOf(
  choice: NonNullable<NonNullable<NonNullable<RunContext["settings"]>["model"]>["toolChoice"]>,
): NonNullable<Params["tool_choice"]> {
  if (choice === "required") return choice;
  return "function" in choice
    ? { type: "function", function: { name: choice.function } }
    : { type: "code_interpreter" };
}

function toolOf({ name, description, parameters, strict }: FunctionTool): Tool {
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
      ...(strict === undefined ? {} : { strict }),
    },
  };
}
