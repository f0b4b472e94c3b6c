import { z } from "zod";

const DAY_SECONDS = 86_400;

const schema = z.object({
  purpose: z.enum(["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]),
  expires_after: z
    .object({
      anchor: z.literal("created_at"),
      seconds: z.coerce
        .number()
        .int()
        .min(3600)
        .max(30 * DAY_SECONDS),
    })
    .optional(),
});

/** The fields beside the file; nested ones come as `expires_after[anchor]`. */
export function uploadFieldsOf(fields: ReadonlyMap<string, string>): z.infer<typeof schema> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    const [, outer, inner] = /^(\w+)\[(\w+)\]$/.exec(name) ?? [];
    if (outer === undefined || inner === undefined) given[name] = value;
    else given[outer] = { ...(given[outer] as object | undefined), [inner]: value };
  }
  return schema.parse(given, { reportInput: true });
}
