import { z } from "zod";

/**
 * What of a provider's responses is read. Everything is checked: the SDK's types say what should come, not what does.
 * Parts that are unknown or wrong are left out, the rest counts.
 */
const annotationSchema = z.object({
  type: z.literal("container_file_citation"),
  container_id: z.string(),
  file_id: z.string(),
  filename: z.string().nullish(),
});
export type Citation = z.infer<typeof annotationSchema>;

const citationsSchema = listOf(annotationSchema);

const partSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("output_text"), text: z.string(), annotations: citationsSchema.optional() }),
  z.object({ type: z.literal("refusal"), refusal: z.string() }),
]);

const outputSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("logs"), logs: z.string() }),
  z.object({ type: z.literal("image"), url: z.string() }),
]);
export type CallOutput = z.infer<typeof outputSchema>;

const messageSchema = z.object({
  type: z.literal("message"),
  id: z.string(),
  status: z.string().nullish(),
  content: listOf(partSchema),
});
export type MessageItem = z.infer<typeof messageSchema>;

const codeSchema = z.object({
  type: z.literal("code_interpreter_call"),
  id: z.string(),
  status: z.string().nullish(),
  code: z.string().nullish(),
  container_id: z.string().nullish(),
  outputs: listOf(outputSchema).nullish(),
});
export type CodeItem = z.infer<typeof codeSchema>;

const functionSchema = z.object({
  type: z.literal("function_call"),
  id: z.string().nullish(),
  call_id: z.string(),
  status: z.string().nullish(),
  name: z.string(),
  arguments: z.string(),
});
export type FunctionItem = z.infer<typeof functionSchema>;

const itemSchema = z.discriminatedUnion("type", [messageSchema, codeSchema, functionSchema]);
export type Item = z.infer<typeof itemSchema>;

const errorSchema = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
});

export const responseSchema = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  output: listOf(itemSchema).catch([]),
  usage: z
    .object({ input_tokens: z.int().nonnegative(), output_tokens: z.int().nonnegative() })
    .nullish()
    .catch(null),
  error: errorSchema.nullish().catch(null),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish().catch(null),
});
export type ProviderResponse = z.infer<typeof responseSchema>;

const of = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape });
const item = { item_id: z.string() };
const whole = { response: responseSchema };

const eventSchema = z.discriminatedUnion("type", [
  of("response.created", whole),
  of("response.queued", whole),
  of("response.in_progress", whole),
  of("response.completed", whole),
  of("response.incomplete", whole),
  of("response.failed", whole),
  of("response.output_item.added", { item: itemSchema }),
  of("response.output_item.done", { item: itemSchema }),
  of("response.output_text.delta", { ...item, delta: z.string() }),
  of("response.refusal.delta", { ...item, delta: z.string() }),
  of("response.code_interpreter_call_code.delta", { ...item, delta: z.string() }),
  of("response.code_interpreter_call_code.done", { ...item, code: z.string() }),
  of("response.code_interpreter_call.interpreting", item),
]);
export type ResponseEvent = z.infer<typeof eventSchema>;

/** The event, or null for one that tells nothing that is shown, or that is not what it says it is. */
export function eventIn(data: unknown): ResponseEvent | null {
  return eventSchema.safeParse(data).data ?? null;
}

/** Its place in the stream; null where a provider does not number. */
export function numberOf(data: unknown): number | null {
  return z.object({ sequence_number: z.int().nonnegative() }).safeParse(data).data?.sequence_number ?? null;
}

/** The list without what does not fit. */
function listOf<S extends z.ZodType>(schema: S) {
  return z.array(z.unknown()).transform((all) =>
    all.flatMap((one): z.infer<S>[] => {
      const { success, data } = schema.safeParse(one);
      return success ? [data] : [];
    }),
  );
}
