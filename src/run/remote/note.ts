import { z } from "zod";
import type { RunContext } from "../runner.ts";

const noteSchema = z.object({
  /** The thread over there. */
  threadId: z.string(),
  /** A run of it that had not ended when this was written. */
  runId: z.string().nullable(),
  /** It knows the first so many turns, whose digest this is. */
  turns: z.number().int().nonnegative(),
  digest: z.string(),
  /** Our id of each file that it has, to its id over there, and the name that both know. */
  files: z.record(z.string(), z.object({ id: z.string(), name: z.string() })),
});
export type Note = z.infer<typeof noteSchema>;

/** What is known of a thread's counterpart at one server; it is kept with the thread. */
export class RemoteNote {
  readonly #context: RunContext;
  readonly #key: string;

  constructor(context: RunContext, baseURL: string) {
    this.#context = context;
    this.#key = `remote ${baseURL}`;
  }

  get(): Note | null {
    return noteSchema.safeParse(this.#context.recall(this.#key)).data ?? null;
  }

  put(note: Note): void {
    this.#context.remember(this.#key, note);
  }
}
