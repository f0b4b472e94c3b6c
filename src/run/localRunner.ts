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
}
