import type { Log } from "../base/log.ts";
import type { Runner } from "../run/runner.ts";
import { createApp } from "./app.ts";
import { EventLog } from "./eventLog.ts";
import { Questions } from "./questions.ts";
import { Runs } from "./runs.ts";
import type { Blobs } from "./store/blobs.ts";
import { Store } from "./store/store.ts";

// Nothing that is being made is left alone for so long.
const LEFT_OVER_MS = 3_600_000;

interface ServiceOptions {
  /** Absolute folder for everything that is kept; may be shared by several processes. */
  dataDir: string;
  /** Who carries out runs. */
  runner: Runner;
  diagnostics: Log;
  /** Epoch milliseconds. */
  now?: () => number;
  /** In place of those below `dataDir`. */
  blobs?: Blobs;
}

/** The local service, whole: an Assistants API in this process. */
export interface Service {
  /** Takes the place of the network's fetch. */
  fetch: (request: Request) => Promise<Response>;
  /**
   * Cancels what runs and ends those who follow; resolves when all of it has ended and is on disk. Requests that come
   * afterwards are refused. May be called again.
   */
  dispose(): Promise<void>;
}

/** Opens the store, ends the runs that a dead process left behind, and serves. */
export function createService(options: ServiceOptions): Service {
  const { dataDir, runner, diagnostics, now = Date.now, blobs } = options;
  const store = new Store(dataDir, blobs);
  const log = new EventLog(store, now);
  const runs = new Runs({ store, log, runner, now, diagnostics });
  runs.recover();
  log.deleted.on((threadId) => void runner.endSession(threadId));
  const swept = store
    .sweep(LEFT_OVER_MS)
    .catch((error: unknown) => diagnostics.error("left-overs were not removed", error));
  const questions = new Questions({ store, log, runs, runner, now, diagnostics });
  const app = createApp({ store, log, runs, runner, questions, now, diagnostics });
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await swept;
    await runs.dispose();
    await questions.dispose();
    // Those who follow take in the last events first.
    await new Promise(setImmediate);
    log.dispose();
    store.dispose();
  };
  return {
    fetch: async (request) => (ending === undefined ? app.fetch(request) : closedResponse()),
    dispose: () => (ending ??= end()),
  };
}

function closedResponse(): Response {
  const message = "The service is closed.";
  const error = { message, type: "server_error", param: null, code: "service_closed" };
  return Response.json({ error }, { status: 503 });
}
