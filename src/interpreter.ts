import { Disposables, type Disposable } from "./base/disposables.ts";
import type { Log } from "./base/log.ts";
import { InterpreterClient } from "./client/interpreterClient.ts";
import type { Opened } from "./domain/connection.ts";
import type { SessionPool } from "./python/sessionPool.ts";
import { DEFAULT_LIMITS } from "./run/limits.ts";
import type { Model } from "./run/model.ts";
import { createRunner } from "./runners.ts";
import { createService, type Service } from "./service/service.ts";

export interface InterpreterParts {
  /** Folder for everything that is kept. */
  readonly dataDir: string;
  /** Ended with it. */
  readonly python: SessionPool;
  /** The connection for a run, asked at its start; null: it is carried out here, with `model`. */
  readonly open: () => Promise<Opened | null>;
  /** Asked once a run. */
  readonly model: () => Promise<Model>;
  readonly cellTimeoutMs: () => number;
  readonly log: Log;
}

/** Service, models and Python of this machine, connected: what the extension and the command line stand on. */
export class Interpreter implements Disposable {
  readonly service: Service;
  readonly client: InterpreterClient;
  readonly #owned = new Disposables();

  constructor(parts: InterpreterParts) {
    const { dataDir, open, model } = parts;
    const sessions = this.#owned.add(parts.python);
    const limits = () => ({ ...DEFAULT_LIMITS, cellTimeoutMs: parts.cellTimeoutMs() });
    const runner = createRunner({ open, model, sessions, limits });
    this.service = this.#owned.add(createService({ dataDir, runner, diagnostics: parts.log }));
    this.client = new InterpreterClient(this.service.fetch);
  }

  /** Ends runs and Python processes; resolves when they are gone. */
  async dispose(): Promise<void> {
    await this.#owned.dispose();
  }
}
