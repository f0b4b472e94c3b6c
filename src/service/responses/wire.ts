// Objects of the Responses API as they go over the wire, and the rows that are kept of them.
import type { Usage } from "../../domain/event.ts";

export interface Citation {
  type: "container_file_citation";
  container_id: string;
  file_id: string;
  start_index: number;
  end_index: number;
  filename: string;
}

export interface OutputText {
  type: "output_text";
  text: string;
  annotations: Citation[];
  logprobs: [];
}

/** What an answer of the model says. */
export interface AnswerItem {
  type: "message";
  id: string;
  role: "assistant";
  status: "in_progress" | "completed" | "incomplete";
  content: OutputText[];
}

/** Files are known by id; bytes that came with the message were kept as a file. */
export type InputPart =
  | { type: "input_text"; text: string }
  | { type: "input_image"; file_id: string; image_url: null; detail: string }
  | { type: "input_file"; file_id: string; filename: string };

export interface QuestionItem {
  type: "message";
  id: string;
  role: "user" | "system" | "developer";
  status: "completed";
  content: InputPart[];
}

export type CodeOutput = { type: "logs"; logs: string } | { type: "image"; url: string };

export interface CodeItem {
  type: "code_interpreter_call";
  id: string;
  status: "in_progress" | "interpreting" | "completed" | "incomplete" | "failed";
  container_id: string;
  code: string | null;
  /** null unless the client asked to have them included. */
  outputs: CodeOutput[] | null;
}

export interface FunctionCallItem {
  type: "function_call";
  id: string;
  call_id: string;
  name: string;
  arguments: string;
  status: "in_progress" | "completed" | "incomplete";
}

export interface FunctionOutputItem {
  type: "function_call_output";
  id: string;
  call_id: string;
  output: string;
  status: "completed";
}

export type OutputItem = AnswerItem | CodeItem | FunctionCallItem;
export type Item = QuestionItem | OutputItem | FunctionOutputItem;

export type MemoryLimit = "1g" | "4g" | "16g" | "64g";

interface AutoContainer {
  type: "auto";
  file_ids?: string[] | undefined;
  memory_limit?: MemoryLimit | undefined;
}

export type ResponseTool =
  | {
      type: "code_interpreter";
      container: string | AutoContainer;
    }
  | {
      type: "function";
      name: string;
      description?: string | undefined;
      parameters: Record<string, unknown> | null;
      strict: boolean | null;
    };

export type ResponseToolChoice =
  "none" | "auto" | "required" | { type: "code_interpreter" } | { type: "function"; name: string };

/** What the client asked for, as every form of the response gives it back. */
export interface AskedFields {
  background: boolean;
  conversation: { id: string } | null;
  instructions: string | null;
  max_output_tokens: number | null;
  max_tool_calls: number | null;
  metadata: Record<string, string>;
  model: string;
  parallel_tool_calls: boolean;
  previous_response_id: string | null;
  reasoning: { effort: string | null; summary: string | null };
  service_tier: "default";
  store: boolean;
  temperature: number;
  text: { format: { type: string }; verbosity: string };
  tool_choice: ResponseToolChoice;
  tools: ResponseTool[];
  top_logprobs: 0;
  top_p: number;
  truncation: "auto" | "disabled";
  user?: string;
}

export interface ResponseObject extends AskedFields {
  id: string;
  object: "response";
  created_at: number;
  completed_at: number | null;
  status: "queued" | "in_progress" | "completed" | "failed" | "cancelled" | "incomplete";
  error: { code: "server_error" | "rate_limit_exceeded"; message: string } | null;
  incomplete_details: { reason?: "max_output_tokens" } | null;
  output: OutputItem[];
  /** Left out until it is known. */
  usage?: ReturnType<typeof responseUsage>;
}

/** All that is kept of a response beside its run, whose log tells the rest. */
export interface ResponseRow {
  id: string;
  object: "response";
  thread_id: string;
  run_id: string;
  /** Epoch seconds. */
  created_at: number;
  /** null without the tool: then no code runs. */
  container_id: string | null;
  input: Item[];
  asked: AskedFields;
  /** A deleted one is not given any more, and stays for those that follow it. */
  deleted: boolean;
}

/** A container: the /mnt/data of a thread, with its Python session. */
export interface ContainerRow {
  id: string;
  object: "container";
  thread_id: string;
  name: string;
  created_at: number;
  /** Epoch seconds of the last use that the thread's log does not tell of. */
  touched_at: number;
  idle_minutes: number;
  memory_limit: MemoryLimit;
  /** Once it is, it stays so. */
  expired: boolean;
}

export interface ConversationObject {
  id: string;
  object: "conversation";
  created_at: number;
  metadata: Record<string, string>;
}

/** A place in a conversation, taken by an item that a client put there, or by a response: its input, then its output. */
export interface ConversationEntry {
  id: string;
  object: "conversation.entry";
  content: { item: Item } | { response_id: string };
  /** Ids of items that were deleted. */
  removed: string[];
}

export interface ResponseKinds {
  response: ResponseRow;
  container: ContainerRow;
  conversation: ConversationObject;
  "conversation.entry": ConversationEntry;
}

/** Token counts with the fields that newer schemas require. */
export function responseUsage({ promptTokens, completionTokens }: Usage) {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + completionTokens,
  };
}
