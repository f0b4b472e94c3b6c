import OpenAI from "openai";
import { silentLog } from "../../src/base/log.ts";
import type { PythonSessions } from "../../src/python/session.ts";
import { DEFAULT_LIMITS, type RunLimits } from "../../src/run/limits.ts";
import { LocalRunner } from "../../src/run/localRunner.ts";
import type { Model } from "../../src/run/model.ts";
import type { Runner } from "../../src/run/runner.ts";
import { createService, type Service } from "../../src/service/service.ts";

/** The local runner with one model for all runs. */
export function localRunner(model: Model, sessions: PythonSessions, limits?: Partial<RunLimits>): Runner {
  return new LocalRunner({
    model: () => Promise.resolve(model),
    sessions,
    limits: () => ({ ...DEFAULT_LIMITS, ...limits }),
  });
}

type Extras = Pick<Parameters<typeof createService>[0], "now" | "blobs">;

export function serve(folder: string, runner: Runner, extras: Extras = {}): Service {
  return createService({ dataDir: folder, runner, diagnostics: silentLog, ...extras });
}

export const BETA = { "openai-beta": "assistants=v2" };

/** The SDK as anyone would use it, with the service in the place of the network. */
export function sdkFor(fetch: Service["fetch"]): OpenAI {
  return new OpenAI({
    fetch: (input, init) => fetch(new Request(input, init)),
    baseURL: "http://interpreter.local/v1",
    apiKey: "x",
    maxRetries: 0,
    // The SDK sends it itself with what it knows; tests also send what it does not.
    defaultHeaders: BETA,
  });
}
