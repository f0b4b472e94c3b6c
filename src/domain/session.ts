import { z } from "zod";

/** The Python session of a thread that is alive; times are epoch milliseconds. */
export const sessionStateSchema = z.object({
  runtime: z.string(),
  isolation: z.array(z.string()),
  /** When it ends if no more code runs in it. */
  endsAt: z.number(),
});
export type SessionState = z.infer<typeof sessionStateSchema>;
