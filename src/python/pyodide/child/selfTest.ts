import fs from "node:fs";

interface Confined {
  readonly env: NodeJS.ProcessEnv;
  /** Missing when Node runs without its permission model. */
  readonly permission?: NodeJS.ProcessPermission;
}

/**
 * Proves, before any cell can run, that this process is as confined as its parent believes. Throws with the name of
 * the layer that is missing: a weaker sandbox is not an option.
 */
export function selfTest(proc: Confined, canary: string): void {
  const failures = [
    ["Node's permission model", proc.permission?.has("fs.read", canary) !== false],
    ["the ban on child processes", proc.permission?.has("child") !== false],
    ["the ban on worker threads", proc.permission?.has("worker") !== false],
    ["the ban on code from strings", canCompile()],
    ["the wall around the file system", canRead(canary)],
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

function canRead(path: string): boolean {
  try {
    fs.readFileSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ERR_ACCESS_DENIED");
  }
}
