import type { SessionState } from "../domain/session.ts";
import { type LocalParts, LocalRun } from "./localRun.ts";
import type { RunContext, Runner } from "./runner.ts";

/** Runs here: a model writes Python, a session computes, until the model answers in words or a limit ends it. */
export class LocalRunner implements Runner {
  readonly #parts: LocalParts;

  constructor(parts: LocalParts) {
    this.#parts = parts;
  }

  async run(context: RunContext): Promise<void> {
    await new LocalRun(this.#parts, context).toEnd();
  }

  session(threadId: string): SessionState | null {
    const found = this.#parts.sessions.find(threadId);
    if (found === null) return null;
    const { runtime, isolation, endsInMs } = found;
    return { runtime, isolation: [...isolation], endsAt: Date.now() + Math.round(endsInMs) };
  }

  endSession(threadId: string): Promise<void> {
    return this.#parts.sessions.end(threadId);
  }
}
