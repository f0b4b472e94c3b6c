// Objects of the Assistants API v2 as they go over the wire, with every field the published schema requires.
import type { TokenLimit, Usage } from "../domain/event.ts";
import type { ResponseKinds } from "./responses/wire.ts";

export type Metadata = Record<string, string>;

export interface FunctionTool {
  type: "function";
  function: {
    name: string;
    description?: string | undefined;
    parameters?: Record<string, unknown> | undefined;
    strict?: boolean | null | undefined;
  };
}
export type Tool = { type: "code_interpreter" } | FunctionTool;

export interface ToolResources {
  code_interpreter?: { file_ids: string[] };
}

/** In the API's own form, checked when it came in. */
export type ResponseFormat = "auto" | { type: string };

export interface AssistantObject {
  id: string;
  object: "assistant";
  created_at: number;
  name: string | null;
  description: string | null;
  model: string;
  instructions: string | null;
  tools: Tool[];
  tool_resources: ToolResources;
  metadata: Metadata;
  temperature: number | null;
  top_p: number | null;
  response_format: ResponseFormat;
  reasoning_effort?: string | null;
}

export interface ThreadObject {
  id: string;
  object: "thread";
  created_at: number;
  tool_resources: ToolResources;
  metadata: Metadata;
}

export interface FilePathAnnotation {
  type: "file_path";
  text: string;
  start_index: number;
  end_index: number;
  file_path: { file_id: string };
}

export type ContentPart =
  | { type: "text"; text: { value: string; annotations: FilePathAnnotation[] } }
  | { type: "image_file"; image_file: { file_id: string; detail: "auto" | "low" | "high" } };

export interface MessageObject {
  id: string;
  object: "thread.message";
  created_at: number;
  thread_id: string;
  status: "in_progress" | "incomplete" | "completed";
  incomplete_details: { reason: "max_tokens" | "run_cancelled" | "run_failed" | "run_expired" } | null;
  completed_at: number | null;
  incomplete_at: number | null;
  role: "user" | "assistant";
  content: ContentPart[];
  assistant_id: string | null;
  run_id: string | null;
  attachments: { file_id: string; tools: { type: "code_interpreter" }[] }[];
  metadata: Metadata;
}

export type RunStatus =
  | "queued"
  | "in_progress"
  | "requires_action"
  | "cancelling"
  | "cancelled"
  | "failed"
  | "completed"
  | "incomplete"
  | "expired";

export interface RequiredAction {
  type: "submit_tool_outputs";
  submit_tool_outputs: {
    tool_calls: { id: string; type: "function"; function: { name: string; arguments: string } }[];
  };
}

export interface Truncation {
  type: "auto" | "last_messages";
  last_messages: number | null;
}

export type ToolChoice =
  | "none"
  | "auto"
  | "required"
  | { type: "code_interpreter" }
  | { type: "function"; function: { name: string } };

export interface RunObject {
  id: string;
  object: "thread.run";
  created_at: number;
  thread_id: string;
  assistant_id: string;
  status: RunStatus;
  required_action: RequiredAction | null;
  last_error: { code: "server_error" | "rate_limit_exceeded"; message: string } | null;
  expires_at: number | null;
  started_at: number | null;
  cancelled_at: number | null;
  failed_at: number | null;
  completed_at: number | null;
  incomplete_details: { reason?: TokenLimit } | null;
  model: string;
  instructions: string;
  tools: Tool[];
  metadata: Metadata;
  usage: ReturnType<typeof usageObject> | null;
  temperature: number | null;
  top_p: number | null;
  max_prompt_tokens: number | null;
  max_completion_tokens: number | null;
  truncation_strategy: Truncation;
  tool_choice: ToolChoice;
  parallel_tool_calls: boolean;
  response_format: ResponseFormat;
  reasoning_effort?: string | null;
}

export type StepOutput = { type: "logs"; logs: string } | { type: "image"; image: { file_id: string } };

export interface CodeCall {
  id: string;
  type: "code_interpreter";
  code_interpreter: { input: string; outputs: StepOutput[] };
}

export interface FunctionCallObject {
  id: string;
  type: "function";
  function: { name: string; arguments: string; output: string | null };
}

export type StepDetails =
  | { type: "tool_calls"; tool_calls: (CodeCall | FunctionCallObject)[] }
  | { type: "message_creation"; message_creation: { message_id: string } };

export interface StepObject {
  id: string;
  object: "thread.run.step";
  created_at: number;
  assistant_id: string;
  thread_id: string;
  run_id: string;
  type: StepDetails["type"];
  status: "in_progress" | "cancelled" | "failed" | "completed" | "expired";
  step_details: StepDetails;
  last_error: { code: "server_error" | "rate_limit_exceeded"; message: string } | null;
  expires_at: number | null;
  expired_at: number | null;
  cancelled_at: number | null;
  failed_at: number | null;
  completed_at: number | null;
  metadata: Metadata;
  usage: null;
}

export interface FileObject {
  id: string;
  object: "file";
  bytes: number;
  created_at: number;
  filename: string;
  purpose: string;
  status: "processed";
  /** Left out when the file stays. */
  expires_at?: number;
}

export interface Kinds extends ResponseKinds {
  assistant: AssistantObject;
  thread: ThreadObject;
  "thread.message": MessageObject;
  "thread.run": RunObject;
  "thread.run.step": StepObject;
  file: FileObject;
}
export type Kind = keyof Kinds;

/** A stored object; `object` tells which. */
export type ApiObject = Kinds[Kind];

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Token counts with the fields that newer schemas require. */
export function usageObject(usage: Usage) {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_token_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
