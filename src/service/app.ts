import { Hono } from "hono";
import type { Log } from "../base/log.ts";
import { ApiError, errorResponse } from "./errors.ts";
import type { EventLog } from "./eventLog.ts";
import { assistantsRoutes } from "./routes/assistants.ts";
import { eventsRoutes } from "./routes/events.ts";
import { filesRoutes } from "./routes/files.ts";
import { messagesRoutes } from "./routes/messages.ts";
import { runsRoutes } from "./routes/runs.ts";
import { threadsRoutes } from "./routes/threads.ts";
import type { Runs } from "./runs.ts";
import type { Store } from "./store/store.ts";

interface Parts {
  store: Store;
  log: EventLog;
  runs: Runs;
  now: () => number;
  diagnostics: Log;
}

/** The Assistants API v2 as a function from a Request to a Response; it needs no port. */
export function createApp({ store, log, runs, now, diagnostics }: Parts): Hono {
  const app = new Hono().basePath("/v1");
  app.route("/files", filesRoutes(store, now));
  app.route("/assistants", assistantsRoutes(store, now));
  app.route("/threads", threadsRoutes(store, log));
  app.route("/threads", messagesRoutes(store, log, runs));
  app.route("/threads", runsRoutes(store, log, runs, now));
  app.route("/threads", eventsRoutes(store, log));
  app.notFound((c) => {
    throw new ApiError(404, `Unknown request URL: ${c.req.method} ${c.req.path}.`);
  });
  app.onError((error, c) => errorResponse(error, c, diagnostics));
  return app;
}
