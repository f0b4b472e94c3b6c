import { z } from "zod";

/** The entries that have the form; servers send others as well, and some of them nothing at all. */
const entries = <S extends z.ZodType>(schema: S) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((all) => (all ?? []).flatMap((one): z.infer<S>[] => parsed(schema, one)));

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.infer<S>[] {
  const result = schema.safeParse(value);
  return result.success ? [result.data] : [];
}

const position = z.number().int().nonnegative();
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? "");
const fileId = z.object({ file_id: z.string() });

const outputSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("logs"), index: position.optional(), logs: text }),
  z.object({ type: z.literal("image"), index: position.optional(), image: fileId }),
]);
export type StepOutput = z.infer<typeof outputSchema>;

const callSchema = z.object({
  index: position.optional(),
  type: z.literal("code_interpreter"),
  code_interpreter: z
    .object({ input: text, outputs: entries(outputSchema) })
    .nullish()
    .transform((given) => given ?? { input: "", outputs: [] }),
});
export type CodeCall = z.infer<typeof callSchema>;

const detailsSchema = z.object({
  tool_calls: entries(callSchema),
  message_creation: z.object({ message_id: z.string() }).optional(),
});

const errorSchema = z.object({ code: z.string().nullish(), message: z.string() }).nullish();

/** A run step, as far as it is of interest. */
export const stepSchema = z.object({
  id: z.string(),
  status: z.string(),
  step_details: detailsSchema,
  last_error: errorSchema,
});
export type Step = z.infer<typeof stepSchema>;

export const stepDeltaSchema = z.object({
  id: z.string(),
  delta: z.object({ step_details: detailsSchema.nullish() }),
});

const annotationSchema = z.object({ type: z.literal("file_path"), text: z.string(), file_path: fileId });

const partSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    index: position.optional(),
    text: z.object({ value: text, annotations: entries(annotationSchema) }),
  }),
  z.object({ type: z.literal("image_file"), index: position.optional(), image_file: fileId }),
]);
export type Part = z.infer<typeof partSchema>;

/** A message; those that come without a status are complete. */
export const messageSchema = z.object({
  id: z.string(),
  role: z.string(),
  status: z.string().nullish(),
  content: entries(partSchema),
  attachments: entries(fileId),
});
export type Message = z.infer<typeof messageSchema>;

export const messageDeltaSchema = z.object({
  id: z.string(),
  delta: z.object({ content: entries(partSchema) }),
});

const functionSchema = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: text }),
});

const tokens = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((given) => given ?? 0);

export const runSchema = z.object({
  id: z.string(),
  status: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  last_error: errorSchema,
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  required_action: z
    .object({ submit_tool_outputs: z.object({ tool_calls: entries(functionSchema) }) })
    .nullish(),
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish(),
});
export type Run = z.infer<typeof runSchema>;

const WORKING: ReadonlySet<string> = new Set(["queued", "in_progress", "requires_action", "cancelling"]);

/** Whether nothing more will come of it. One in a state that the API does not have is not waited for. */
export function hasEnded({ status }: Run): boolean {
  return !WORKING.has(status);
}

export const fileSchema = z.object({ filename: z.string(), bytes: z.number().nonnegative().nullish() });
