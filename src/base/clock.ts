import type { Disposable } from "./disposables.ts";

/** Time as a dependency, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Calls `work` once, `ms` from now, unless disposed before. Does not keep the process alive. */
  after(ms: number, work: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms).unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
