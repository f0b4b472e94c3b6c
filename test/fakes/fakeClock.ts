import type { Clock } from "../../src/base/clock.ts";
import type { Disposable } from "../../src/base/disposables.ts";

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; work: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): Disposable {
    const timer = { at: this.#now + ms, work };
    this.#timers.add(timer);
    return { dispose: () => this.#timers.delete(timer) };
  }

  /** Lets `ms` pass; what falls due runs in its order, at its time. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.work();
      await new Promise(setImmediate);
    }
    this.#now = end;
  }
}
