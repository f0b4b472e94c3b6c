import type { ContainerMemory } from "../../domain/connection.ts";
import type {
  ResponseCreateParamsStreaming,
  ResponseFormatTextConfig,
  ResponseInput,
  Tool,
} from "openai/resources/responses/responses";
import { z } from "zod";
import type { FunctionTool as GivenFunction, ModelSettings } from "../model.ts";
import type { RunContext } from "../runner.ts";
import { hostedInstructions } from "./instructions.ts";
import type { Provider } from "./provider.ts";

type Container = string | { type: "auto"; file_ids?: string[]; memory_limit?: ContainerMemory };

interface Asked {
  readonly input: ResponseInput;
  readonly previousId: string | null;
  /** Where code runs; null: none may. */
  readonly container: Container | null;
  /** A tool that the client demands is demanded once: again and again, the model could never answer in words. */
  readonly isFirst: boolean;
  /** What is left of the run's limit. */
  readonly maxOutputTokens: number | undefined;
}

/** One request to the provider. */
export function paramsOf(
  { model }: Provider,
  { instructions, settings = {} }: RunContext,
  { input, previousId, container, isFirst, maxOutputTokens }: Asked,
): ResponseCreateParamsStreaming {
  const tools: Tool[] = [
    ...(container === null ? [] : [{ type: "code_interpreter" as const, container }]),
    ...(settings.functions ?? []).map(functionTool),
  ];
  return {
    model,
    instructions: hostedInstructions(instructions, container !== null),
    input,
    stream: true,
    store: true,
    ...(previousId === null ? {} : { previous_response_id: previousId }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(container === null ? {} : { include: ["code_interpreter_call.outputs"] }),
    ...(settings.maxCells === undefined ? {} : { max_tool_calls: settings.maxCells }),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...samplingOf(settings.model ?? {}, isFirst && tools.length > 0),
  };
}

function functionTool({ name, description, parameters, strict = false }: GivenFunction): Tool {
  return { type: "function", name, description: description ?? null, parameters: parameters ?? null, strict };
}

function samplingOf(model: ModelSettings, mayChoose: boolean): Partial<ResponseCreateParamsStreaming> {
  const { temperature, topP, reasoningEffort, parallelToolCalls, toolChoice, responseFormat } = model;
  const format = formatOf(responseFormat);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(reasoningEffort === undefined ? {} : { reasoning: { effort: effortSchema.parse(reasoningEffort) } }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
    ...(toolChoice === undefined || !mayChoose ? {} : { tool_choice: choiceOf(toolChoice) }),
    ...(format === null ? {} : { text: { format } }),
  };
}

function choiceOf(choice: NonNullable<ModelSettings["toolChoice"]>) {
  if (choice === "required") return choice;
  if ("function" in choice) return { type: "function" as const, name: choice.function };
  return { type: "code_interpreter" as const };
}

const effortSchema = z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);

const formatSchema = z.union([
  z.object({ type: z.literal("json_object") }),
  z
    .object({ type: z.literal("json_schema"), json_schema: z.looseObject({ name: z.string() }) })
    .transform(({ type, json_schema }) => ({ type, schema: {}, ...json_schema })),
]);

/** The Assistants API's form has one level more. */
function formatOf(format: unknown): ResponseFormatTextConfig | null {
  return format === undefined ? null : (formatSchema.safeParse(format).data ?? null);
}
