import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { silentLog } from "../base/log.ts";
import { InterpreterClient } from "../client/interpreterClient.ts";
import { Analyst } from "../models/analyst/analyst.ts";
import { ChatCompletionsModel } from "../models/chat/chatCompletionsModel.ts";
import { PyodideSessions } from "../python/pyodide/pyodideSessions.ts";
import { DEFAULT_LIMITS } from "../run/limits.ts";
import { LocalRunner } from "../run/localRunner.ts";
import type { Model } from "../run/model.ts";
import { createService } from "../service/service.ts";

/** The whole interpreter in this process, set up by environment variables. */
export function openLocal(): { client: InterpreterClient; dispose: () => Promise<void> } {
  const runtimeDir = join(dirname(fileURLToPath(import.meta.url)), "python");
  const sessions = new PyodideSessions({ runtimeDir, nodePath: process.execPath, maxSessions: 2 });
  const model = modelFrom(process.env);
  const runner = new LocalRunner({
    model: () => Promise.resolve(model),
    sessions,
    limits: () => DEFAULT_LIMITS,
  });
  const service = createService({ dataDir: dataFolder(), runner, diagnostics: silentLog });
  return {
    client: new InterpreterClient(service.fetch),
    dispose: async () => {
      await service.dispose();
      await sessions.dispose();
    },
  };
}

function modelFrom(env: NodeJS.ProcessEnv): Model {
  const { INTERPRETER_ENDPOINT: endpoint, INTERPRETER_MODEL: name, INTERPRETER_API_KEY: apiKey } = env;
  if (endpoint === undefined || name === undefined) return new Analyst();
  return new ChatCompletionsModel({ baseURL: endpoint, model: name, apiKey });
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
