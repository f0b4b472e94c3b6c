import { z } from "zod";
import { lazy } from "../base/lazy.ts";
import { silentLog } from "../base/log.ts";
import { runsElsewhere } from "../domain/connection.ts";
import type { Interpreter } from "../interpreter.ts";
import { embeddedPython } from "../python/embeddedPython.ts";
import type { Model } from "../run/model.ts";
import { threadsFolder } from "../service/store/threadsFolder.ts";
import { type CodeLimits, usage } from "./arguments.ts";
import { ANALYST, connectionFromEnvironment } from "./connection.ts";
import { dataFolder, pythonOptions } from "./places.ts";

interface Choices {
  /** Where threads and files are kept. */
  readonly dataDir?: string | undefined;
  /** Who answers: a model of the endpoint in the environment, or "analyst". */
  readonly model?: string | undefined;
  /** Whether code will run soon. */
  readonly runsCode?: boolean;
}

/** The whole interpreter in this process; what is not chosen comes from environment variables. */
export async function openLocal(
  { session, cellTimeoutMs }: CodeLimits,
  { dataDir = dataFolder(), model: chosen, runsCode = false }: Choices = {},
): Promise<Interpreter> {
  const connection = connectionFromEnvironment(process.env, chosen);
  const model = connection === null ? modelFrom(process.env, chosen) : analyst;
  const python = embeddedPython({ ...pythonOptions(session), spareIn: threadsFolder(dataDir) });
  // It starts in its own process, while this one, which then has no time for anything else, loads the others.
  if (runsCode && (connection === null || !runsElsewhere(connection.connection))) await python.warm();
  try {
    const { Interpreter: Whole } = await import("../interpreter.ts");
    return new Whole({
      dataDir,
      python,
      open: () => Promise.resolve(connection),
      model,
      cellTimeoutMs: () => cellTimeoutMs,
      log: silentLog,
    });
  } catch (error) {
    // It would keep the program from ending.
    await python.dispose();
    throw error;
  }
}

async function analyst(): Promise<Model> {
  const { Analyst } = await import("../models/analyst/analyst.ts");
  return new Analyst();
}

function modelFrom(env: NodeJS.ProcessEnv, chosen: string | undefined): () => Promise<Model> {
  const { INTERPRETER_ENDPOINT: endpoint, INTERPRETER_MODEL: usual, INTERPRETER_API_KEY: apiKey } = env;
  const name = chosen ?? usual;
  if (chosen !== undefined && chosen !== ANALYST && endpoint === undefined) {
    throw usage(`--model ${chosen} needs an endpoint: set INTERPRETER_ENDPOINT.`);
  }
  if (endpoint === undefined || name === undefined || name === ANALYST) return analyst;
  const headers = headersFrom(env["INTERPRETER_HEADERS"]);
  return lazy(async () => {
    const { ChatCompletionsModel } = await import("../models/chat/chatCompletionsModel.ts");
    return new ChatCompletionsModel({ baseURL: endpoint, model: name, apiKey, headers });
  });
}

function headersFrom(json: string | undefined): Record<string, string> {
  if (json === undefined || json === "") return {};
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(json));
  } catch {
    throw usage('INTERPRETER_HEADERS takes an object of JSON with texts, e.g. {"X-Team": "data"}.');
  }
}
