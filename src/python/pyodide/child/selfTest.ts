import fs from "node:fs";

/** What of `process` the test looks at. */
interface Confined {
  readonly env: NodeJS.ProcessEnv;
  /** Missing when Node runs without its permission model. */
  readonly permission?: NodeJS.ProcessPermission;
  getBuiltinModule(name: string): unknown;
  dlopen(module: object, path: string): void;
}

/**
 * Proves, before any cell can run, that this process is as confined as its parent believes. Throws with the names of
 * the layers that are missing: a weaker sandbox is not an option. `canary`: a file that lies outside.
 */
export function selfTest(proc: Confined, canary: string): void {
  const may = (scope: string): boolean => proc.permission?.has(scope) !== false;
  const failures = [
    ["Node's permission model", proc.permission?.has("fs.read", canary) !== false],
    ["the ban on child processes", may("child")],
    ["the ban on worker threads", may("worker")],
    ["the ban on WASI", may("wasi")],
    ["the ban on a debugger", may("inspector")],
    ["the ban on addons", may("addon") || !isDenied(() => proc.dlopen({}, canary), "ERR_DLOPEN_DISABLED")],
    ["the ban on code from strings", canCompile()],
    ["the wall around reading files", !isDenied(() => fs.readFileSync(canary))],
    ["the wall around writing files", !isDenied(() => fs.closeSync(fs.openSync(canary, "a")))],
    ["the ban on Node's internals", Reflect.has(proc, "internalBinding") || canBind(proc)],
    // It makes files anywhere, past the permission model.
    ["the ban on SQLite", proc.getBuiltinModule("node:sqlite") !== undefined],
    ["the empty environment", Object.keys(proc.env).some((name) => !ALLOWED_ENV.has(name))],
  ].flatMap(([name, failed]) => (failed === true ? [name] : []));
  if (failures.length > 0) throw new Error(`The sandbox is not closed; missing: ${failures.join(", ")}.`);
}

// What the parent sets, and what bubblewrap, macOS and Windows add to every process by themselves.
const ALLOWED_ENV = new Set([
  "ELECTRON_RUN_AS_NODE",
  "PWD",
  "__CF_USER_TEXT_ENCODING",
  "SYSTEMROOT",
  "SystemRoot",
]);

function canCompile(): boolean {
  try {
    // The point is to see it refused.
    // oxlint-disable-next-line no-new-func, no-implied-eval
    return Boolean(new Function("return true"));
  } catch {
    return false;
  }
}

function canBind(proc: object): boolean {
  const bind: unknown = Reflect.get(proc, "binding");
  return typeof bind === "function" && !isDenied(() => Reflect.apply(bind, proc, ["fs"]));
}

/** Whether it is refused by the wall we mean, and not for another reason. */
function isDenied(attempt: () => unknown, code = "ERR_ACCESS_DENIED"): boolean {
  try {
    attempt();
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === code;
  }
}
