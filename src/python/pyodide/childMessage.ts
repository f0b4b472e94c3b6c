import { z } from "zod";
import { jsonSchema } from "../../domain/json.ts";

/** What the child may say. All of it is untrusted: a cell may have written it. */
const childMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), version: z.string() }),
  z.object({ type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ type: z.literal("display"), data: z.record(z.string(), jsonSchema), alt: z.string() }),
  z.object({
    type: z.literal("error"),
    name: z.string(),
    message: z.string(),
    traceback: z.string(),
  }),
  z.object({ type: z.literal("done"), id: z.number(), end: z.enum(["ok", "error", "stopped"]) }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;

/** One line from the child, or null when it is not what a child may say. */
export function parseChildMessage(line: string): ChildMessage | null {
  try {
    return childMessageSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
