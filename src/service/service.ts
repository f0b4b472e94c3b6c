import type { Log } from "../base/log.ts";
import type { Runner } from "../run/runner.ts";
import { createApp } from "./app.ts";
import { EventLog } from "./eventLog.ts";
import { Runs } from "./runs.ts";
import { Store } from "./store/store.ts";

interface ServiceOptions {
  /** Absolute folder for everything that is kept; may be shared by several processes. */
  dataDir: string;
  /** Who carries out runs. */
  runner: Runner;
  diagnostics: Log;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** The local service, whole: an Assistants API in this process. */
export interface Service {
  /** Takes the place of the network's fetch. */
  fetch: (request: Request) => Promise<Response>;
  /** Cancels what runs; resolves when all of it has ended and is on disk. */
  dispose(): Promise<void>;
}

/** Opens the store, ends the runs that a dead process left behind, and serves. */
export function createService({ dataDir, runner, diagnostics, now = Date.now }: ServiceOptions): Service {
  const store = new Store(dataDir);
  const log = new EventLog(store, now);
  const runs = new Runs({ store, log, runner, now, diagnostics });
  runs.recover();
  const app = createApp({ store, log, runs, now, diagnostics });
  return {
    fetch: async (request) => app.fetch(request),
    dispose: async () => {
      await runs.dispose();
      store.dispose();
    },
  };
}
