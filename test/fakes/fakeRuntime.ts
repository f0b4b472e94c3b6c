import type { CellResult, PythonRuntime, PythonSession, StartedPython } from "../../src/python/session.ts";

/** A process of the fake runtime. */
export class FakeProcess implements StartedPython {
  alive = true;
  dataDir: string | null = null;
  readonly reach: string;
  /** Set: cells run until it is called. */
  finish: (() => void) | null = null;
  #holds = false;

  constructor(reach: string) {
    this.reach = reach;
  }

  /** Lets the next cell run on. */
  hold(): void {
    this.#holds = true;
  }

  async attach(dataDir: string): Promise<PythonSession> {
    this.dataDir = dataDir;
    const isAlive = (): boolean => this.alive;
    return {
      runtime: "Fake Python",
      isolation: [],
      get alive() {
        return isAlive();
      },
      execute: async (): Promise<CellResult> => {
        if (this.#holds) await new Promise<void>((resolve) => (this.finish = resolve));
        return { end: "ok", durationMs: 1, files: [] };
      },
      interrupt: async () => {},
      files: async () => [],
      dispose: () => this.dispose(),
    };
  }

  async dispose(): Promise<void> {
    this.alive = false;
  }
}

/** Starts fake processes, and remembers them. */
export class FakeRuntime implements PythonRuntime {
  readonly started: FakeProcess[] = [];
  /** Set: the next starts fail with it. */
  failure: Error | null = null;

  /** Set: those that were launched are not ready before it resolves. */
  ready: Promise<void> = Promise.resolve();

  async start(reach: string, _signal?: AbortSignal, onLaunched?: () => void): Promise<StartedPython> {
    if (this.failure !== null) throw this.failure;
    const process = new FakeProcess(reach);
    this.started.push(process);
    onLaunched?.();
    await this.ready;
    return process;
  }
}
