import type { Chat, ChatMessage, ChatTool } from "../../domain/chat.ts";
import { cutResult, resultText } from "../../domain/resultText.ts";
import type { ModelRequest, ModelSettings, Turn } from "../../run/model.ts";

const PYTHON_NAME = "run_python";

const PYTHON_TOOL: ChatTool = {
  name: PYTHON_NAME,
  description: "Runs Python in the person's sandbox and gives back what it printed and showed.",
  parameters: {
    type: "object",
    properties: { code: { type: "string", description: "The Python of one cell." } },
    required: ["code"],
    additionalProperties: false,
  },
};

/** The tools that may be called now, and which of them has to be. */
export function toolsOf({
  mayRunCode,
  functions = [],
  settings,
}: ModelRequest): Pick<Chat, "tools" | "toolChoice"> {
  const tools = [...(mayRunCode ? [PYTHON_TOOL] : []), ...functions];
  const choice = settings?.toolChoice;
  return { tools, ...(choice === undefined ? {} : { toolChoice: choiceOf(choice) }) };
}

function choiceOf(choice: NonNullable<ModelSettings["toolChoice"]>): Chat["toolChoice"] & {} {
  if (choice === "required") return choice;
  return { name: "function" in choice ? choice.function : PYTHON_NAME };
}

/** For models that cannot call tools. */
export const FENCE_INSTRUCTIONS =
  "To run Python, write one block fenced with ```python and end your answer there; its result follows. When you need no more code, answer without such a block.";

/** The thread as chat messages. Without tools, code and results are plain text. */
export function toMessages(turns: readonly Turn[], withTools: boolean): ChatMessage[] {
  return turns.flatMap((turn): ChatMessage[] => {
    if (turn.role === "user") {
      const names = turn.files.map(({ name }) => `/mnt/data/${name}`);
      const note = names.length === 0 ? "" : `\n\n(Files: ${names.join(", ")})`;
      return [said("user", turn.text + note)];
    }
    if (turn.role === "cell") {
      const text = resultText(turn.outputs);
      return [withTools ? result(turn.id, text) : said("user", `Result:\n${text}`)];
    }
    return withTools ? withCalls(turn) : [withFences(turn)];
  });
}

const said = (role: ChatMessage["role"], text: string): ChatMessage => ({
  role,
  parts: [{ type: "text", text }],
});

const result = (id: string, text: string): ChatMessage => ({
  role: "user",
  parts: [{ type: "result", id, text }],
});

type AssistantTurn = Extract<Turn, { role: "assistant" }>;

function withCalls({ text, cells, calls = [] }: AssistantTurn): ChatMessage[] {
  const python = cells.map(({ id, code }) => ({
    id,
    name: PYTHON_NAME,
    arguments: JSON.stringify({ code }),
  }));
  const made = [...python, ...calls].map(({ id, name, arguments: given }) => ({
    type: "call" as const,
    id,
    name,
    arguments: given,
  }));
  const words = text === "" && made.length > 0 ? [] : said("assistant", text).parts;
  return [
    { role: "assistant", parts: [...words, ...made] },
    ...calls.map(({ id, output }) => result(id, cutResult(output))),
  ];
}

function withFences({ text, cells }: AssistantTurn): ChatMessage {
  const fences = cells.map(({ code }) => `\`\`\`python\n${code}\n\`\`\``);
  return said("assistant", [text, ...fences].filter((part) => part !== "").join("\n\n"));
}
