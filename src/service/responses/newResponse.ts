import { z } from "zod";
import { ApiError } from "../errors.ts";
import { metadataSchema } from "../params.ts";
import { inputSchema } from "./inputSchema.ts";
import type { AskedFields } from "./wire.ts";

const TOOLS = "The tools that are served here are 'code_interpreter' and 'function'.";

export const memoryLimitSchema = z.enum(["1g", "4g", "16g", "64g"]);

/** Python here reaches no network, so that only the policy that says so is taken. */
export const networkPolicySchema = z
  .unknown()
  .refine((given) => given === undefined || typeOf(given) === "disabled", {
    error: 'Python has no network here. Leave out \'network_policy\', or send {"type": "disabled"}.',
    params: { code: "unsupported_network_policy" },
  })
  .optional();

const autoSchema = z.object({
  type: z.literal("auto"),
  file_ids: z.array(z.string()).max(50).optional(),
  memory_limit: memoryLimitSchema.nullish().transform((given) => given ?? undefined),
  network_policy: networkPolicySchema,
});

const toolSchema = z
  .unknown()
  .refine((given) => SERVED.has(typeOf(given)), {
    error: ({ input }) => `The tool '${nameOf(input)}' is not served here. ${TOOLS}`,
    params: { code: "unsupported_tool" },
    path: ["type"],
    abort: true,
  })
  .pipe(
    z.discriminatedUnion("type", [
      z.object({
        type: z.literal("code_interpreter"),
        container: z.union([z.string(), autoSchema]),
      }),
      z.object({
        type: z.literal("function"),
        name: z.string().regex(/^[\w-]{1,64}$/, "Expected 1 to 64 letters, digits, underscores and dashes"),
        description: z
          .string()
          .nullish()
          .transform((given) => given ?? undefined),
        parameters: z
          .record(z.string(), z.unknown())
          .nullish()
          .transform((given) => given ?? null),
        strict: z
          .boolean()
          .nullish()
          .transform((given) => given ?? null),
      }),
    ]),
  );

const SERVED = new Set<unknown>(["code_interpreter", "function"]);

function typeOf(given: unknown): unknown {
  return (given as { type?: unknown } | null)?.type;
}

function nameOf(tool: unknown): string {
  const type = typeOf(tool);
  return typeof type === "string" ? type : JSON.stringify(type ?? null);
}

const formatSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.looseObject({
    type: z.literal("json_schema"),
    name: z.string().max(64),
    schema: z.record(z.string(), z.unknown()),
  }),
]);

const includeSchema = z.enum([
  "file_search_call.results",
  "web_search_call.results",
  "web_search_call.action.sources",
  "message.input_image.image_url",
  "computer_call_output.output.image_url",
  "code_interpreter_call.outputs",
  "reasoning.encrypted_content",
  "message.output_text.logprobs",
]);
/** What else a client wants to be given; only outputs of code are anything here. */
export const includesSchema = z.array(includeSchema);

const shape = {
  model: z.string().nullish(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  conversation: z.union([z.string().transform((id) => ({ id })), z.object({ id: z.string() })]).nullish(),
  tools: z.array(toolSchema).max(128).nullish(),
  tool_choice: z
    .union([
      z.enum(["none", "auto", "required"]),
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("code_interpreter") }),
        z.object({ type: z.literal("function"), name: z.string() }),
      ]),
    ])
    .nullish(),
  text: z
    .object({ format: formatSchema.optional(), verbosity: z.enum(["low", "medium", "high"]).nullish() })
    .nullish(),
  reasoning: z
    .object({
      effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
      summary: z.enum(["auto", "concise", "detailed"]).nullish(),
    })
    .nullish(),
  truncation: z.enum(["auto", "disabled"]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
};

export const newResponseSchema = z.object({
  ...shape,
  input: inputSchema,
  include: includesSchema.nullish(),
  background: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  max_tool_calls: z.number().int().min(0).nullish(),
  metadata: metadataSchema,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  user: z.string().nullish(),
});
export type NewResponse = z.infer<typeof newResponseSchema>;

/** Of `/responses/input_tokens`. */
export const tokenCountSchema = z.object({ ...shape, input: inputSchema.nullish() });

/** What the response gives back; throws the API's 400 where two parameters exclude each other. */
export function askedFields(body: NewResponse): AskedFields {
  const { background, store, conversation, previous_response_id: previous, user } = body;
  assertOneContext(body);
  if (background === true && store === false) {
    throw new ApiError(400, "Background responses are stored: leave out 'store', or send true.", {
      param: "store",
    });
  }
  return {
    background: background ?? false,
    conversation: conversation ?? null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    metadata: body.metadata,
    model: body.model ?? "local",
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: previous ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    service_tier: "default",
    store: store ?? true,
    temperature: body.temperature ?? 1,
    text: {
      format: body.text?.format ?? { type: "text" },
      verbosity: body.text?.verbosity ?? "medium",
    },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_logprobs: 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    ...(user === undefined || user === null ? {} : { user }),
  };
}

/** Throws the API's 400 when a response is to follow two things. */
export function assertOneContext(body: Pick<NewResponse, "conversation" | "previous_response_id">): void {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
  if (!isGiven(body.conversation) || !isGiven(body.previous_response_id)) return;
  throw new ApiError(
    400,
    "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
    { code: "mutually_exclusive_parameters" },
  );
}
