import { z } from "zod";

const MAX_PAIRS = 15;
const MAX_TEXT = 1_000_000;
/** The year 5138: what is beyond is no time. */
const MAX_SECONDS = 100_000_000_000;

const time = z.number().int().min(0).max(MAX_SECONDS);
const optionalTime = time.nullish().catch(null);
const id = z.string().min(1).max(128);
const text = z.string().max(MAX_TEXT);
const error = z.object({ code: z.string().optional(), message: text }).nullish().catch(null);

/** The pairs that can be kept: one more tells where the thread came from. */
const metadata = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform((given): Record<string, string> => {
    const pairs = Object.entries(given ?? {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === "string" && pair[0].length <= 64,
    );
    return Object.fromEntries(pairs.slice(0, MAX_PAIRS).map(([key, value]) => [key, value.slice(0, 512)]));
  });

/** The entries that have the form; others are of tools that are not here. */
const known = <S extends z.ZodType>(schema: S) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((all) =>
      (all ?? []).flatMap((one): z.infer<S>[] => {
        const result = schema.safeParse(one);
        return result.success ? [result.data] : [];
      }),
    );

/** What is not here: only its kind is told. One of a kind that is here, and has another form, is wrong. */
const other = (...kinds: readonly string[]) =>
  z
    .object({ type: z.string().max(64) })
    .refine(({ type }) => !kinds.includes(type))
    .transform(({ type }) => ({ type: "other" as const, kind: type }));

const fileId = z.object({ file_id: id });

const threadSchema = z.object({
  id,
  created_at: optionalTime,
  metadata,
  tool_resources: z
    .object({ code_interpreter: z.object({ file_ids: z.array(id).default([]) }).nullish() })
    .nullish()
    .catch(null),
  /** The first version's form. */
  file_ids: z.array(id).nullish(),
});
export type ExportedThread = z.infer<typeof threadSchema>;

const filePath = z.object({ type: z.literal("file_path"), text: z.string(), file_path: fileId });
const partSchema = z.union([
  z.object({
    type: z.literal("text"),
    text: z.union([
      text.transform((value) => ({ value, annotations: [] })),
      z.object({ value: text, annotations: known(filePath) }),
    ]),
  }),
  z.object({ type: z.literal("image_file"), image_file: fileId }),
  other("text", "image_file"),
]);
export type ExportedPart = z.infer<typeof partSchema>;

const messageSchema = z.object({
  id,
  thread_id: id.nullish(),
  created_at: optionalTime,
  role: z.enum(["user", "assistant"]),
  content: z.union([
    text.transform((value): ExportedPart[] => [{ type: "text", text: { value, annotations: [] } }]),
    z.array(partSchema),
  ]),
  attachments: known(fileId),
  file_ids: z.array(id).nullish(),
  run_id: id.nullish(),
  assistant_id: id.nullish(),
  metadata,
});
export type ExportedMessage = z.infer<typeof messageSchema>;

const functionTool = z.object({
  type: z.literal("function"),
  function: z.object({
    name: z.string(),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});
const toolSchema = z.union([z.object({ type: z.literal("code_interpreter") }), functionTool]);
const tokens = z.number().int().nonnegative();

const runSchema = z.object({
  id,
  thread_id: id.nullish(),
  created_at: optionalTime,
  assistant_id: id.nullish(),
  status: z.string(),
  model: z.string().nullish(),
  instructions: z.string().max(256_000).nullish(),
  tools: known(toolSchema),
  started_at: optionalTime,
  completed_at: optionalTime,
  cancelled_at: optionalTime,
  failed_at: optionalTime,
  last_error: error,
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish().catch(null),
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(null),
  metadata,
});
export type ExportedRun = z.infer<typeof runSchema>;

const outputSchema = z.union([
  z.object({ type: z.literal("logs"), logs: text }),
  z.object({ type: z.literal("image"), image: fileId }),
]);
const callSchema = z.union([
  z.object({
    type: z.literal("code_interpreter"),
    code_interpreter: z.object({ input: text, outputs: known(outputSchema) }),
  }),
  z.object({
    type: z.literal("function"),
    function: z.object({ name: z.string(), arguments: text, output: text.nullish() }),
  }),
  other("code_interpreter", "function"),
]);
export type ExportedCall = z.infer<typeof callSchema>;

const stepSchema = z.object({
  id,
  run_id: id,
  created_at: optionalTime,
  status: z.string(),
  completed_at: optionalTime,
  cancelled_at: optionalTime,
  failed_at: optionalTime,
  expired_at: optionalTime,
  last_error: error,
  step_details: z.discriminatedUnion("type", [
    z.object({ type: z.literal("message_creation"), message_creation: z.object({ message_id: id }) }),
    z.object({ type: z.literal("tool_calls"), tool_calls: z.array(callSchema) }),
  ]),
});
export type ExportedStep = z.infer<typeof stepSchema>;

const fileSchema = z.object({
  id,
  filename: z.string().max(4096).nullish(),
  created_at: optionalTime,
  purpose: z.string().nullish(),
});
export type ExportedFile = z.infer<typeof fileSchema>;

export const EXPORTED = {
  thread: threadSchema,
  message: messageSchema,
  run: runSchema,
  step: stepSchema,
  file: fileSchema,
};
