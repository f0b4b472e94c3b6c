import type OpenAI from "openai";
import { z } from "zod";
import { fileRoleSchema } from "../../domain/file.ts";
import { statusOf } from "./failures.ts";
import { type SessionState, sessionStateSchema } from "../../domain/session.ts";

const filesSchema = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), role: fileRoleSchema })),
});

/**
 * What our own service has beside the API: the files of a thread, its session, and an interrupt. Other servers are found
 * out by what they answer, once.
 */
export class Additions {
  readonly #client: OpenAI;
  #isOurs: boolean | undefined;

  constructor(client: OpenAI) {
    this.#client = client;
  }

  /** The thread's Python session; null: none is alive; undefined: the server does not tell. */
  session(threadId: string): Promise<SessionState | null | undefined> {
    return this.#get(`/threads/${encodeURIComponent(threadId)}/session`, sessionStateSchema.nullable());
  }

  /** What code has made in the thread, newest versions; undefined: the server does not tell. */
  async madeFiles(threadId: string): Promise<{ id: string; name: string }[] | undefined> {
    const files = await this.#get(`/threads/${encodeURIComponent(threadId)}/files`, filesSchema);
    return files?.data.filter(({ role }) => role === "output");
  }

  /** Has the cell ended that runs there; false: the server cannot do that. */
  async interrupt(threadId: string): Promise<boolean> {
    if ((await this.session(threadId)) === undefined) return false;
    await this.#client.post(`/threads/${encodeURIComponent(threadId)}/session/interrupt`, { maxRetries: 0 });
    return true;
  }

  async endSession(threadId: string): Promise<void> {
    if ((await this.session(threadId)) === undefined) return;
    await this.#client.delete(`/threads/${encodeURIComponent(threadId)}/session`, { maxRetries: 0 });
  }

  /** They are extras: where one cannot be had now, the run goes on without. */
  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    if (this.#isOurs === false) return undefined;
    try {
      const answer = schema.safeParse(await this.#client.get<unknown>(path, { maxRetries: 0 }));
      this.#isOurs ??= answer.success;
      return answer.data;
    } catch (error) {
      // A thread that is gone is told by a 404 as well: only who has never known the path does not have it.
      if (statusOf(error) !== undefined) this.#isOurs ??= false;
      return undefined;
    }
  }
}
