import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseInput,
} from "openai/resources/responses/responses";
import type { Lab } from "../lab.ts";

export const MODEL = "gpt-5.6";

/** The tool, with a container that is found or made. */
export const python = { type: "code_interpreter" as const, container: { type: "auto" as const } };

/** Has what code gave come with it. */
export const withOutputs = ["code_interpreter_call.outputs" as const];

/** A response to `input`, with Python, once it has ended. */
export function ask(
  { openai }: Lab,
  input: string | ResponseInput,
  more: Partial<ResponseCreateParamsNonStreaming> = {},
): Promise<Response> {
  return openai.responses.create({ model: MODEL, tools: [python], input, ...more });
}

/** The container in which the response ran code. */
export function containerOf({ output }: Response): string {
  const call = output.find((item) => item.type === "code_interpreter_call");
  if (call?.type !== "code_interpreter_call") throw new Error("The response ran no code.");
  return call.container_id;
}

/** Resolves once a cell of the response runs, whichever process has it. */
export async function isRunning({ openai }: Lab, id: string): Promise<void> {
  for await (const event of await openai.responses.retrieve(id, { stream: true })) {
    if (event.type === "response.code_interpreter_call.interpreting") return;
  }
}
