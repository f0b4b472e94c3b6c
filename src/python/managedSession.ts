import type { Clock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import type { CellResult, ExecuteOptions, PythonSession, SessionFile } from "./session.ts";

/** How long a session lives. */
export interface SessionTimes {
  /** It is ended when it ran no cell for so long. */
  readonly idleMs: number;
  /** It is ended at this age in any case, once its cell has ended. */
  readonly lifetimeMs: number;
}

/** A session that says when it has been idle for too long or has become too old; never in the middle of a cell. */
export class ManagedSession implements PythonSession {
  readonly #session: PythonSession;
  readonly #times: SessionTimes;
  readonly #clock: Clock;
  readonly #onExpired: () => void;
  readonly #startedAt: number;
  #timer: Disposable | undefined;
  #busy = false;
  #restingSince: number;

  constructor(session: PythonSession, times: SessionTimes, clock: Clock, onExpired: () => void) {
    this.#session = session;
    this.#times = times;
    this.#clock = clock;
    this.#onExpired = onExpired;
    this.#startedAt = clock.now();
    this.#restingSince = this.#startedAt;
    this.#rest();
  }

  get runtime(): string {
    return this.#session.runtime;
  }

  get isolation(): readonly string[] {
    return this.#session.isolation;
  }

  get alive(): boolean {
    return this.#session.alive;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** After so long it is ended, if the cell that may be running ended now and no other came. */
  get endsInMs(): number {
    const now = this.#clock.now();
    const { idleMs, lifetimeMs } = this.#times;
    const idleAt = (this.#busy ? now : this.#restingSince) + idleMs;
    return Math.max(0, Math.min(idleAt, this.#startedAt + lifetimeMs) - now);
  }

  async execute(code: string, options: ExecuteOptions): Promise<CellResult> {
    this.#timer?.dispose();
    this.#busy = true;
    try {
      return await this.#session.execute(code, options);
    } finally {
      this.#busy = false;
      this.#rest();
    }
  }

  interrupt(): Promise<void> {
    return this.#session.interrupt();
  }

  files(): Promise<SessionFile[]> {
    return this.#session.files();
  }

  async dispose(): Promise<void> {
    this.#timer?.dispose();
    await this.#session.dispose();
  }

  #rest(): void {
    this.#restingSince = this.#clock.now();
    this.#timer = this.#clock.after(this.endsInMs, this.#onExpired);
  }
}
