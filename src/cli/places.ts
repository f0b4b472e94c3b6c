import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SessionLimits } from "../python/limits.ts";
import type { PyodideOptions } from "../python/pyodide/pyodideRuntime.ts";
import type { PackedRuntime } from "../python/pyodide/runtimeFolder.ts";
import { HOW_TO_RAISE } from "./arguments.ts";

// The program is in a folder of its own there.
const DIST = dirname(dirname(fileURLToPath(import.meta.url)));
const RUNTIME_DIR = join(DIST, "python");

/** As the extension's package brings it; what `npm run build` made needs no unpacking. */
function packedRuntime(): PackedRuntime {
  return {
    dir: join(DIST, "packed"),
    fallbackDir: join(dataFolder(), "python"),
    show: async (work) => {
      process.stderr.write("Setting up Python, only this once.\n");
      await work(() => {});
    },
  };
}

export const pythonOptions = (limits: SessionLimits): PyodideOptions => ({
  runtimeDir: RUNTIME_DIR,
  packed: packedRuntime(),
  nodePath: process.execPath,
  limits: () => limits,
  howToRaise: HOW_TO_RAISE,
});

/** Where threads and files are kept, by the system's habit; INTERPRETER_HOME overrides it. */
export function dataFolder(): string {
  const { INTERPRETER_HOME: home, LOCALAPPDATA: local, XDG_DATA_HOME: xdg } = process.env;
  if (home !== undefined && home !== "") return home;
  const name = "code-interpreter";
  if (process.platform === "win32" && local !== undefined) return join(local, name);
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", name);
  return join(xdg ?? join(homedir(), ".local", "share"), name);
}
