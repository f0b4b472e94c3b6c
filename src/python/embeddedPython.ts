import { totalmem } from "node:os";
import { sessionsFor } from "./limits.ts";
import type { SessionTimes } from "./managedSession.ts";
import { type PyodideOptions, PyodideRuntime } from "./pyodide/pyodideRuntime.ts";
import { SessionPool } from "./sessionPool.ts";

export interface EmbeddedPythonParts extends PyodideOptions {
  readonly sessionTimes?: () => SessionTimes;
  /** Folder in which all threads' folders lie: set, one Python waits there, started, for the next session. */
  readonly spareIn?: string | undefined;
}

/** Sessions of the embedded Python, as many as this machine bears. */
export function embeddedPython({ sessionTimes, spareIn, ...options }: EmbeddedPythonParts): SessionPool {
  return new SessionPool({
    runtime: new PyodideRuntime(options),
    maxSessions: sessionsFor(totalmem()),
    ...(sessionTimes === undefined ? {} : { times: sessionTimes }),
    ...(spareIn === undefined ? {} : { spareIn }),
  });
}
