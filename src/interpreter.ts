import { totalmem } from "node:os";
import { Disposables, type Disposable } from "./base/disposables.ts";
import type { Log } from "./base/log.ts";
import { InterpreterClient } from "./client/interpreterClient.ts";
import { type HowToRaise, type SessionLimits, sessionsFor } from "./python/limits.ts";
import type { SessionTimes } from "./python/managedSession.ts";
import { PyodideRuntime } from "./python/pyodide/pyodideRuntime.ts";
import type { PackedRuntime } from "./python/pyodide/runtimeFolder.ts";
import { SessionPool } from "./python/sessionPool.ts";
import { DEFAULT_LIMITS } from "./run/limits.ts";
import { LocalRunner } from "./run/localRunner.ts";
import type { Model } from "./run/model.ts";
import { createService, type Service } from "./service/service.ts";
import { threadsFolder } from "./service/store/store.ts";

export interface InterpreterParts {
  /** Folder for everything that is kept. */
  readonly dataDir: string;
  /** Folder of the embedded Python. */
  readonly runtimeDir: string;
  /** From where it comes when it was not unpacked yet. */
  readonly packed: PackedRuntime;
  /** Asked once a run. */
  readonly model: () => Promise<Model>;
  readonly cellTimeoutMs: () => number;
  readonly sessionLimits: () => SessionLimits;
  readonly sessionTimes?: () => SessionTimes;
  readonly howToRaise: HowToRaise;
  /** Whether one Python waits, started, for the next session. */
  readonly keepsSpare: boolean;
  readonly log: Log;
}

/** Service, models and Python of this machine, connected: what the extension and the command line stand on. */
export class Interpreter implements Disposable {
  readonly service: Service;
  readonly client: InterpreterClient;
  readonly #owned = new Disposables();

  constructor(parts: InterpreterParts) {
    const { dataDir, sessionTimes } = parts;
    const runtime = new PyodideRuntime({
      runtimeDir: parts.runtimeDir,
      packed: parts.packed,
      nodePath: process.execPath,
      limits: parts.sessionLimits,
      howToRaise: parts.howToRaise,
    });
    const sessions = this.#owned.add(
      new SessionPool({
        runtime,
        maxSessions: sessionsFor(totalmem()),
        ...(sessionTimes === undefined ? {} : { times: sessionTimes }),
        ...(parts.keepsSpare ? { spareIn: threadsFolder(dataDir) } : {}),
      }),
    );
    const limits = () => ({ ...DEFAULT_LIMITS, cellTimeoutMs: parts.cellTimeoutMs() });
    const runner = new LocalRunner({ model: parts.model, sessions, limits });
    this.service = this.#owned.add(createService({ dataDir, runner, diagnostics: parts.log }));
    this.client = new InterpreterClient(this.service.fetch);
    // While the first question is asked, Python starts.
    sessions.warm();
  }

  /** Ends runs and Python processes; resolves when they are gone. */
  async dispose(): Promise<void> {
    await this.#owned.dispose();
  }
}
