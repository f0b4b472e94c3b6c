import { z } from "zod";
import { newId } from "../base/ids.ts";
import { newMessageSchema } from "./addMessage.ts";
import { metadataSchema } from "./params.ts";
import { samplingShape, toolChoiceSchema, truncationSchema } from "./runSettings.ts";
import { newThreadSchema } from "./threads.ts";
import { toolResourcesSchema, toolsSchema } from "./tools.ts";
import type { AssistantObject, RunObject } from "./wire.ts";

const MIN_TOKENS = 256;

const shape = {
  assistant_id: z.string(),
  model: z.string().nullish(),
  instructions: z.string().max(256_000).nullish(),
  tools: toolsSchema.nullish(),
  metadata: metadataSchema,
  stream: z.boolean().nullish(),
  max_prompt_tokens: z.number().int().min(MIN_TOKENS).nullish(),
  max_completion_tokens: z.number().int().min(MIN_TOKENS).nullish(),
  truncation_strategy: truncationSchema.nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  parallel_tool_calls: z.boolean().default(true),
  ...samplingShape,
};

export const newRunSchema = z.object({
  ...shape,
  additional_instructions: z.string().max(256_000).nullish(),
  additional_messages: z.array(newMessageSchema).nullish(),
});

export const newThreadAndRunSchema = z.object({
  ...shape,
  thread: newThreadSchema.nullish(),
  tool_resources: toolResourcesSchema,
});

const fieldsSchema = z.object(shape);
export type RunFields = z.infer<typeof fieldsSchema>;

type Usual = Pick<
  AssistantObject,
  "id" | "model" | "instructions" | "tools" | "temperature" | "top_p" | "response_format" | "reasoning_effort"
>;

/** A run as it is created; what it does not say is the assistant's. `at`: epoch seconds. */
export function newRun(assistant: Usual, threadId: string, body: RunFields, at: number): RunObject {
  const truncation = body.truncation_strategy ?? { type: "auto" };
  const effort = body.reasoning_effort ?? assistant.reasoning_effort;
  return {
    id: newId("run"),
    object: "thread.run",
    created_at: at,
    thread_id: threadId,
    assistant_id: assistant.id,
    status: "queued",
    required_action: null,
    last_error: null,
    expires_at: at + 600,
    started_at: null,
    cancelled_at: null,
    failed_at: null,
    completed_at: null,
    incomplete_details: null,
    model: body.model ?? assistant.model,
    instructions: body.instructions ?? assistant.instructions ?? "",
    tools: body.tools ?? assistant.tools,
    metadata: body.metadata,
    usage: null,
    temperature: body.temperature ?? assistant.temperature,
    top_p: body.top_p ?? assistant.top_p,
    max_prompt_tokens: body.max_prompt_tokens ?? null,
    max_completion_tokens: body.max_completion_tokens ?? null,
    truncation_strategy: { type: truncation.type, last_messages: truncation.last_messages ?? null },
    tool_choice: body.tool_choice ?? "auto",
    parallel_tool_calls: body.parallel_tool_calls,
    response_format: body.response_format ?? assistant.response_format,
    ...(effort === undefined || effort === null ? {} : { reasoning_effort: effort }),
  };
}
