import type { SessionState } from "../domain/session.ts";
import type { RunContext, Runner } from "./runner.ts";

/** Several runners as one: each run is carried out by the one that is chosen when it begins. */
export class SwitchingRunner implements Runner {
  readonly #choose: (context: RunContext) => Promise<Runner>;
  readonly #all: readonly Runner[];

  /** `all`: every runner that `choose` may ever give. What `choose` throws becomes a failed run. */
  constructor(all: readonly Runner[], choose: (context: RunContext) => Promise<Runner>) {
    this.#all = all;
    this.#choose = choose;
  }

  async run(context: RunContext): Promise<void> {
    const runner = await this.#choose(context);
    await runner.run(context);
  }

  /** That of whichever runner has one; two may, when a thread has just moved: the newer one counts. */
  session(threadId: string): SessionState | null {
    const states = this.#all.flatMap((runner) => runner.session(threadId) ?? []);
    return states.toSorted((a, b) => b.endsAt - a.endsAt)[0] ?? null;
  }

  async endSession(threadId: string): Promise<void> {
    await Promise.all(this.#all.map((runner) => runner.endSession(threadId)));
  }
}
