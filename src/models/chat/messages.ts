import type {
  ChatCompletionMessageParam,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
} from "openai/resources/chat/completions";
import type { Output } from "../../domain/output.ts";
import type { ModelRequest, ModelSettings, Turn } from "../../run/model.ts";

const RESULT_LIMIT = 12_000;

const PYTHON_NAME = "run_python";

const PYTHON_TOOL: ChatCompletionTool = {
  type: "function",
  function: {
    name: PYTHON_NAME,
    description: "Runs Python in the person's sandbox and gives back what it printed and showed.",
    parameters: {
      type: "object",
      properties: { code: { type: "string", description: "The Python of one cell." } },
      required: ["code"],
      additionalProperties: false,
    },
  },
};

/** The tools that may be called now, and which of them has to be, in the endpoint's form. */
export function toolsOf({ mayRunCode, functions = [], settings }: ModelRequest): {
  tools?: ChatCompletionTool[];
  tool_choice?: ChatCompletionToolChoiceOption;
  parallel_tool_calls?: boolean;
} {
  const own = functions.map((tool): ChatCompletionTool => ({
    type: "function",
    function: { ...tool, parameters: { ...tool.parameters } },
  }));
  const tools = [...(mayRunCode ? [PYTHON_TOOL] : []), ...own];
  if (tools.length === 0) return {};
  const { toolChoice, parallelToolCalls } = settings ?? {};
  return {
    tools,
    tool_choice: choiceOf(toolChoice),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

function choiceOf(choice: ModelSettings["toolChoice"]): ChatCompletionToolChoiceOption {
  if (choice === undefined) return "auto";
  if (choice === "required") return choice;
  return { type: "function", function: { name: "function" in choice ? choice.function : PYTHON_NAME } };
}

/** For models that cannot call tools. */
export const FENCE_INSTRUCTIONS =
  "To run Python, write one block fenced with ```python and end your answer there; its result follows. When you need no more code, answer without such a block.";

/** The thread as chat messages. Without tools, code and results are plain text. */
export function toMessages(
  system: string,
  turns: readonly Turn[],
  withTools: boolean,
): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [{ role: "system", content: system }];
  for (const turn of turns) {
    if (turn.role === "user") {
      const names = turn.files.map(({ name }) => `/mnt/data/${name}`);
      const note = names.length === 0 ? "" : `\n\n(Files: ${names.join(", ")})`;
      messages.push({ role: "user", content: turn.text + note });
    } else if (turn.role === "cell") {
      const content = resultText(turn);
      messages.push(
        withTools
          ? { role: "tool", tool_call_id: turn.id, content }
          : { role: "user", content: `Result:\n${content}` },
      );
    } else {
      messages.push(...(withTools ? withCalls(turn) : [withFences(turn)]));
    }
  }
  return messages;
}

type AssistantTurn = Extract<Turn, { role: "assistant" }>;

function withCalls({ text, cells, calls = [] }: AssistantTurn): ChatCompletionMessageParam[] {
  if (cells.length === 0 && calls.length === 0) return [{ role: "assistant", content: text }];
  const python = cells.map(({ id, code }) => ({
    id,
    name: PYTHON_NAME,
    arguments: JSON.stringify({ code }),
  }));
  const tool_calls = [...python, ...calls].map(({ id, name, arguments: given }) => ({
    id,
    type: "function" as const,
    function: { name, arguments: given },
  }));
  const answers = calls.map(({ id, output }) => ({
    role: "tool" as const,
    tool_call_id: id,
    content: cut(output),
  }));
  return [{ role: "assistant", content: text === "" ? null : text, tool_calls }, ...answers];
}

function withFences({ text, cells }: AssistantTurn): ChatCompletionMessageParam {
  const fences = cells.map(({ code }) => `\`\`\`python\n${code}\n\`\`\``);
  return { role: "assistant", content: [text, ...fences].filter((part) => part !== "").join("\n\n") };
}

/** What a cell produced, as text; too much is cut in the middle, where it is missed least. */
function resultText({ outputs }: Extract<Turn, { role: "cell" }>): string {
  const text = outputs.map(outputText).join("");
  if (text === "") return "(no output)";
  return cut(text);
}

function cut(text: string): string {
  if (text.length <= RESULT_LIMIT) return text;
  const half = RESULT_LIMIT / 2;
  return `${text.slice(0, half)}\n… ${text.length - RESULT_LIMIT} characters left out …\n${text.slice(-half)}`;
}

function outputText(output: Output): string {
  switch (output.kind) {
    case "stream":
      return output.text;
    case "error":
      return `${output.traceback}\n`;
    case "image":
      return `[a picture was shown to the person: ${output.file.name}${output.alt === "" ? "" : `, "${output.alt}"`}]\n`;
    case "display": {
      const text = output.data["text/plain"];
      return typeof text === "string" ? `${text}\n` : "";
    }
  }
}
