import { z } from "zod";

const MAX_CHARS = 10_485_760;
const NO_ADDRESSES =
  "Files by address are not served here: nothing is fetched from the network. Upload the file and send its 'file_id', or send its bytes as a data URL.";
const NO_REFERENCES =
  "References to items are not served here. Send the item in full, or go on from its response with 'previous_response_id'.";

const text = z.string().max(MAX_CHARS);

/** An address of the network, where only bytes or an id are taken. */
const noAddress = (param: string) =>
  z
    .unknown()
    .optional()
    .refine((given) => given === undefined || given === null || given === "" || isDataUrl(given), {
      error: NO_ADDRESSES,
      params: { code: "unsupported_content", param },
    })
    .pipe(z.string().nullish());

function isDataUrl(given: unknown): boolean {
  return typeof given === "string" && given.startsWith("data:");
}

const partSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("input_text"), text }),
  z.object({ type: z.literal("text"), text }),
  z.object({ type: z.literal("output_text"), text }),
  z.object({ type: z.literal("refusal"), refusal: text }),
  z.object({
    type: z.literal("input_image"),
    file_id: z.string().nullish(),
    image_url: noAddress("image_url"),
    detail: z.enum(["low", "high", "auto", "original"]).default("auto"),
  }),
  z.object({
    type: z.literal("input_file"),
    file_id: z.string().nullish(),
    file_data: z.string().nullish(),
    file_url: noAddress("file_url"),
    filename: z.string().nullish(),
  }),
]);
export type GivenPart = z.infer<typeof partSchema>;

const id = z.string().max(128).nullish();

const messageSchema = z.object({
  type: z.literal("message"),
  id,
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: z.union([text, z.array(partSchema)]),
});

const outputSchema = z.union([
  text,
  z
    .array(z.discriminatedUnion("type", [z.object({ type: z.literal("input_text"), text })]))
    .transform((parts) => parts.map((part) => part.text).join("\n")),
]);

const codeOutputs = z.array(
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("logs"), logs: text }),
    z.object({ type: z.literal("image"), url: z.string() }),
  ]),
);

const kindSchema = z.discriminatedUnion("type", [
  messageSchema,
  z.object({
    type: z.literal("function_call"),
    id,
    call_id: z.string(),
    name: z.string(),
    arguments: text,
  }),
  z.object({ type: z.literal("function_call_output"), id, call_id: z.string(), output: outputSchema }),
  z.object({
    type: z.literal("code_interpreter_call"),
    id,
    status: z.string().optional(),
    container_id: z.string(),
    code: text.nullable(),
    outputs: codeOutputs.nullish(),
  }),
  // Thoughts of other models mean nothing to the one that answers here.
  z.object({ type: z.literal("reasoning") }),
]);

/** An item as a client sends it; a message may come without a type. */
export const givenItemSchema = z
  .unknown()
  .transform((given) => {
    const { type, role } = (given ?? {}) as { type?: unknown; role?: unknown };
    return type === undefined && role !== undefined ? { ...(given as object), type: "message" } : given;
  })
  .refine((given) => (given as { type?: unknown } | null)?.type !== "item_reference", {
    error: NO_REFERENCES,
    params: { code: "unsupported_item" },
    path: ["type"],
    abort: true,
  })
  .pipe(kindSchema);
export type GivenItem = z.infer<typeof givenItemSchema>;

export const inputSchema = z.union([text, z.array(givenItemSchema)]);
export type GivenInput = z.infer<typeof inputSchema>;
