import { z } from "zod";

/** The Python session of a thread that is alive; times are epoch milliseconds. */
export const sessionStateSchema = z.object({
  runtime: z.string(),
  isolation: z.array(z.string()),
  /** Where it is; absent: on this machine. */
  host: z.string().optional(),
  /** When it ends if no more code runs in it. */
  endsAt: z.number(),
  /** What it has cost so far in US dollars, by the provider's list; absent: nothing. */
  priceUsd: z.number().nonnegative().optional(),
});
export type SessionState = z.infer<typeof sessionStateSchema>;
