import { relative, isAbsolute } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import type { PythonRuntime, StartedPython } from "./session.ts";

// A new one is not started while the session that took the old one works on its first cell.
const REFILL_MS = 3000;
// It costs some 300 MB, so it does not wait for ever.
const WAIT_MS = 10 * 60_000;

/** One Python process that waits, started, for whoever needs it next. */
export class Spare implements Disposable {
  readonly #runtime: PythonRuntime;
  readonly #reach: string;
  readonly #clock: Clock;
  #waiting: Promise<StartedPython | null> | null = null;
  #timer: Disposable | undefined;
  #ended = false;

  /** `reach`: folder in which everything lies that it may be attached to. */
  constructor(runtime: PythonRuntime, reach: string, clock: Clock) {
    this.#runtime = runtime;
    this.#reach = reach;
    this.#clock = clock;
  }

  /**
   * Starts one, if none waits; resolves when its process begins to start. A failure is left for the session that starts
   * for itself: it can tell.
   */
  async fill(): Promise<void> {
    if (this.#ended || this.#waiting !== null) return;
    const { promise: launched, resolve } = Promise.withResolvers<void>();
    this.#waiting = this.#runtime.start(this.#reach, undefined, resolve).catch(() => null);
    this.#timer = this.#clock.after(WAIT_MS, () => void this.#drop());
    await Promise.race([launched, this.#waiting]);
  }

  refillSoon(): void {
    this.#timer?.dispose();
    if (this.#ended || this.#waiting !== null) return;
    this.#timer = this.#clock.after(REFILL_MS, () => void this.fill());
  }

  /** The spare, if one waits that lives and may reach `dataDir`. */
  async take(dataDir: string): Promise<StartedPython | null> {
    const path = relative(this.#reach, dataDir);
    if (this.#waiting === null || path.startsWith("..") || isAbsolute(path)) return null;
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#timer?.dispose();
    const started = await waiting;
    return started?.alive === true ? started : null;
  }

  async dispose(): Promise<void> {
    this.#ended = true;
    await this.#drop();
  }

  async #drop(): Promise<void> {
    this.#timer?.dispose();
    const waiting = this.#waiting;
    this.#waiting = null;
    await (await waiting)?.dispose();
  }
}
