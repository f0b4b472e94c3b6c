import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { silentLog } from "../base/log.ts";
import { runsElsewhere } from "../domain/connection.ts";
import { Interpreter } from "../interpreter.ts";
import { Analyst } from "../models/analyst/analyst.ts";
import { ChatCompletionsModel } from "../models/chat/chatCompletionsModel.ts";
import type { SessionLimits } from "../python/limits.ts";
import { embeddedPython } from "../python/embeddedPython.ts";
import { type PyodideOptions, PyodideRuntime } from "../python/pyodide/pyodideRuntime.ts";
import type { PackedRuntime } from "../python/pyodide/runtimeFolder.ts";
import type { Model } from "../run/model.ts";
import { threadsFolder } from "../service/store/threadsFolder.ts";
import { type CodeLimits, HOW_TO_RAISE, usage } from "./arguments.ts";
import { ANALYST, connectionFromEnvironment } from "./connection.ts";

const BESIDE = dirname(fileURLToPath(import.meta.url));
const RUNTIME_DIR = join(BESIDE, "python");

/** As the extension's package brings it; what `npm run build` made needs no unpacking. */
function packedRuntime(): PackedRuntime {
  return {
    dir: join(BESIDE, "packed"),
    fallbackDir: join(dataFolder(), "python"),
    show: async (work) => {
      process.stderr.write("Setting up Python, only this once.\n");
      await work(() => {});
    },
  };
}

const pythonOptions = (limits: SessionLimits): PyodideOptions => ({
  runtimeDir: RUNTIME_DIR,
  packed: packedRuntime(),
  nodePath: process.execPath,
  limits: () => limits,
  howToRaise: HOW_TO_RAISE,
});

/** The embedded Python alone. */
export function embeddedRuntime(limits: SessionLimits): PyodideRuntime {
  return new PyodideRuntime(pythonOptions(limits));
}

interface Choices {
  /** Where threads and files are kept. */
  readonly dataDir?: string | undefined;
  /** Who answers: a model of the endpoint in the environment, or "analyst". */
  readonly model?: string | undefined;
}

/** The whole interpreter in this process; what is not chosen comes from environment variables. */
export function openLocal({ session, cellTimeoutMs }: CodeLimits, choices: Choices = {}): Interpreter {
  // What may fail comes first: Python that has been started would keep the program from ending.
  const connection = connectionFromEnvironment(process.env, choices.model);
  const model = connection === null ? modelFrom(process.env, choices.model) : new Analyst();
  const dataDir = choices.dataDir ?? dataFolder();
  const python = embeddedPython({ ...pythonOptions(session), spareIn: threadsFolder(dataDir) });
  // While the first question is asked, Python starts.
  if (connection === null || !runsElsewhere(connection.connection)) void python.warm();
  return new Interpreter({
    dataDir,
    python,
    open: () => Promise.resolve(connection),
    model: () => Promise.resolve(model),
    cellTimeoutMs: () => cellTimeoutMs,
    log: silentLog,
  });
}

function modelFrom(env: NodeJS.ProcessEnv, chosen: string | undefined): Model {
  const { INTERPRETER_ENDPOINT: endpoint, INTERPRETER_MODEL: usual, INTERPRETER_API_KEY: apiKey } = env;
  const name = chosen ?? usual;
  if (chosen !== undefined && chosen !== ANALYST && endpoint === undefined) {
    throw usage(`--model ${chosen} needs an endpoint: set INTERPRETER_ENDPOINT.`);
  }
  if (endpoint === undefined || name === undefined || name === ANALYST) return new Analyst();
  const headers = headersFrom(env["INTERPRETER_HEADERS"]);
  return new ChatCompletionsModel({ baseURL: endpoint, model: name, apiKey, headers });
}

function headersFrom(json: string | undefined): Record<string, string> {
  if (json === undefined || json === "") return {};
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(json));
  } catch {
    throw usage('INTERPRETER_HEADERS takes an object of JSON with texts, e.g. {"X-Team": "data"}.');
  }
}

/** Where threads and files are kept, by the system's habit; INTERPRETER_HOME overrides it. */
function dataFolder(): string {
  const { INTERPRETER_HOME: home, LOCALAPPDATA: local, XDG_DATA_HOME: xdg } = process.env;
  if (home !== undefined && home !== "") return home;
  const name = "code-interpreter";
  if (process.platform === "win32" && local !== undefined) return join(local, name);
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", name);
  return join(xdg ?? join(homedir(), ".local", "share"), name);
}
