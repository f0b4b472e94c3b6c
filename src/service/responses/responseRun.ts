import { newRun } from "../newRun.ts";
import type { ResponseFormat, RunObject, Tool, ToolChoice } from "../wire.ts";
import type { AskedFields, ResponseTool, ResponseToolChoice } from "./wire.ts";

/** The run that carries a response out: it has no assistant, all is said by the request. `at`: epoch seconds. */
export function runOf(asked: AskedFields, threadId: string, at: number): RunObject {
  const { model, instructions, temperature, top_p, max_output_tokens } = asked;
  const usual = {
    id: "",
    model,
    instructions,
    tools: asked.tools.map(toolOf),
    temperature,
    top_p,
    response_format: formatOf(asked.text.format),
    reasoning_effort: asked.reasoning.effort,
  };
  const fields = {
    assistant_id: usual.id,
    metadata: {},
    max_completion_tokens: max_output_tokens,
    tool_choice: choiceOf(asked.tool_choice),
    parallel_tool_calls: asked.parallel_tool_calls,
  };
  return newRun(usual, threadId, fields, at);
}

function toolOf(tool: ResponseTool): Tool {
  if (tool.type === "code_interpreter") return { type: tool.type };
  const { name, description, parameters, strict } = tool;
  return { type: tool.type, function: { name, description, parameters: parameters ?? undefined, strict } };
}

function choiceOf(choice: ResponseToolChoice): ToolChoice {
  if (typeof choice === "string" || choice.type === "code_interpreter") return choice;
  return { type: choice.type, function: { name: choice.name } };
}

/** Its older form has the schema one level further in. */
function formatOf({ type, ...schema }: AskedFields["text"]["format"]): ResponseFormat {
  const older = type === "json_schema" ? { type, json_schema: schema } : { type };
  return older;
}
