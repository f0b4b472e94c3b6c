import type { SessionState } from "../domain/session.ts";
import type { RunContext, Runner } from "./runner.ts";

/** Several runners as one: each run is carried out by the one that is chosen when it begins. */
export class SwitchingRunner implements Runner {
  readonly #choose: (context: RunContext) => Promise<Runner>;
  readonly #all: readonly Runner[];
  /** By thread: which one ran last. */
  readonly #last = new Map<string, Runner>();

  /** `all`: every runner that `choose` may ever give. What `choose` throws becomes a failed run. */
  constructor(all: readonly Runner[], choose: (context: RunContext) => Promise<Runner>) {
    this.#all = all;
    this.#choose = choose;
  }

  async run(context: RunContext): Promise<void> {
    const runner = await this.#choose(context);
    this.#last.set(context.threadId, runner);
    await runner.run(context);
  }

  /** Several may have one, as a thread moves: that of the runner that ran last counts. */
  session(threadId: string): SessionState | null {
    const last = this.#last.get(threadId)?.session(threadId);
    return (
      last ?? this.#all.map((runner) => runner.session(threadId)).find((state) => state !== null) ?? null
    );
  }

  async endSession(threadId: string): Promise<void> {
    this.#last.delete(threadId);
    await Promise.all(this.#all.map((runner) => runner.endSession(threadId)));
  }
}
