import { type Clock, systemClock } from "../base/clock.ts";
import { ManagedSession, type SessionTimes } from "./managedSession.ts";
import type {
  AliveSession,
  OpenedSession,
  PythonRuntime,
  PythonSession,
  PythonSessions,
  StartedPython,
} from "./session.ts";
import { Spare } from "./spare.ts";

export interface PoolOptions {
  readonly runtime: PythonRuntime;
  /** At most so many sessions at once (some 300 MB each); the least recently used one that is idle is ended first. */
  readonly maxSessions: number;
  /** Asked for each session, as a person may change them. */
  readonly times?: () => SessionTimes;
  /** Folder in which all threads' folders lie: set, one process waits there, started, for whoever comes next. */
  readonly spareIn?: string;
  readonly clock?: Clock;
}

interface Entry {
  readonly starting: Promise<ManagedSession>;
  /** Once it has started. */
  session?: ManagedSession;
}

const MINUTE_MS = 60_000;
// The hosted service's own.
const USUAL_TIMES: SessionTimes = { idleMs: 30 * MINUTE_MS, lifetimeMs: 60 * MINUTE_MS };

/** Sessions by key: opened when needed, ended when idle, old, or one too many. */
export class SessionPool implements PythonSessions {
  readonly #options: Required<Omit<PoolOptions, "spareIn">>;
  readonly #spare: Spare | null;
  // In order of use: a key that is used is put last.
  readonly #open = new Map<string, Entry>();
  readonly #ended = new Set<string>();

  constructor({ spareIn, clock = systemClock, times = () => USUAL_TIMES, ...options }: PoolOptions) {
    this.#options = { ...options, clock, times };
    this.#spare = spareIn === undefined ? null : new Spare(options.runtime, spareIn, clock);
  }

  /** Starts the spare now, so that the first session is there at once; resolves when its process begins to start. */
  async warm(): Promise<void> {
    await this.#spare?.fill();
  }

  async open(key: string, dataDir: string, signal?: AbortSignal): Promise<OpenedSession> {
    const known = this.#open.get(key);
    if (known !== undefined) {
      const session = await known.starting.catch(() => undefined);
      if (session?.alive === true) {
        this.#markUsed(key, known);
        return { session, isNew: false, renewed: false };
      }
      if (this.#open.get(key) === known) this.#forget(key);
      // Its process is gone, but its timer is not: it would go off in the time of the next one.
      void session?.dispose();
      return this.open(key, dataDir, signal);
    }
    const renewed = this.#ended.delete(key);
    // Later, so that the key is taken when it begins: who asks meanwhile waits for the same one.
    const entry: Entry = { starting: Promise.resolve().then(() => this.#start(key, dataDir, signal)) };
    this.#open.set(key, entry);
    try {
      entry.session = await entry.starting;
      return { session: entry.session, isNew: true, renewed };
    } catch (error) {
      if (this.#open.get(key) === entry) this.#open.delete(key);
      if (renewed) this.#ended.add(key);
      throw error;
    }
  }

  find(key: string): AliveSession | null {
    const session = this.#open.get(key)?.session;
    return session?.alive === true ? session : null;
  }

  async end(key: string): Promise<void> {
    const entry = this.#open.get(key);
    if (entry === undefined) return;
    this.#forget(key);
    const session = await entry.starting.catch(() => undefined);
    await session?.dispose();
  }

  async dispose(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await this.#spare?.dispose();
    // A start that fails has nothing to be ended.
    await Promise.allSettled(all.map(async ({ starting }) => (await starting).dispose()));
  }

  #markUsed(key: string, entry: Entry): void {
    if (this.#open.get(key) !== entry) return;
    this.#open.delete(key);
    this.#open.set(key, entry);
  }

  #forget(key: string): void {
    this.#open.delete(key);
    this.#ended.add(key);
  }

  async #start(key: string, dataDir: string, signal: AbortSignal | undefined): Promise<ManagedSession> {
    const { runtime, clock, times } = this.#options;
    await this.#makeRoom();
    const spare = await this.#spare?.take(dataDir);
    const started = spare ?? (await runtime.start(dataDir, signal));
    const session = await attach(started, dataDir);
    this.#spare?.refillSoon();
    const managed = new ManagedSession(session, times(), clock, () => {
      if (this.#open.get(key)?.session === managed) this.#forget(key);
      void managed.dispose();
    });
    return managed;
  }

  /** Ends idle sessions until there is room for what is starting, which counts already. */
  async #makeRoom(): Promise<void> {
    for (const [key, { session }] of this.#open) {
      if (session?.alive !== false) continue;
      this.#forget(key);
      await session.dispose();
    }
    for (const [key, { session }] of this.#open) {
      if (this.#open.size <= this.#options.maxSessions) return;
      // One that works is not taken away from its thread: better one too many for a while.
      if (session === undefined || session.busy) continue;
      this.#forget(key);
      await session.dispose();
    }
  }
}

async function attach(started: StartedPython, dataDir: string): Promise<PythonSession> {
  try {
    return await started.attach(dataDir);
  } catch (error) {
    await started.dispose();
    throw error;
  }
}
