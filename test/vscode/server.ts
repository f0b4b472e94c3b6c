import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** A running server build of VS Code. */
export interface Server {
  readonly url: string;
  /** Resolves once all its processes are gone. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts the server build; settings, extensions' storage and logs go below `dataDir`. It trusts every folder unless told. */
export async function startServer(main: string, dataDir: string, { trusts = true } = {}): Promise<Server> {
  const port = await freePort();
  const args = [
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
    ...["--accept-server-license-terms", "--telemetry-level", "off", "--enable-smoke-test-driver"],
    ...["--server-data-dir", dataDir, ...(trusts ? ["--disable-workspace-trust"] : [])],
  ];
  // A group of its own: extension hosts and Python end with it.
  const child = spawn(process.execPath, [main, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { text: "" };
  const collect = (bytes: Buffer): void => {
    output.text = (output.text + bytes.toString()).slice(-20_000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  await listening(child, output);
  const gone = new Promise<void>((done) => child.once("close", () => done()));
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name);
    await gone;
  };
  return { url: `http://localhost:${port}`, stop: () => signal("SIGTERM"), kill: () => signal("SIGKILL") };
}

/** Installs a packaged extension for the server with this `dataDir`. */
export async function installExtension(main: string, dataDir: string, vsix: string): Promise<void> {
  const args = ["--accept-server-license-terms", "--server-data-dir", dataDir, "--install-extension", vsix];
  await promisify(execFile)(process.execPath, [main, ...args]);
}

/**
 * The address at which the server shows `folder` (null: an empty window) with the extension, or the folder of several,
 * at `developed`; null: with those that are installed.
 */
export function pageUrl(
  { url }: Server,
  folder: string | null,
  testsPath?: string,
  developed: string | null = resolve("."),
): string {
  const remote = (path: string): string => `vscode-remote://${new URL(url).host}${path}`;
  const payload = [
    ...(developed === null ? [] : [["extensionDevelopmentPath", remote(developed)]]),
    ...(testsPath === undefined ? [] : [["extensionTestsPath", remote(testsPath)]]),
    ["skipWelcome", "true"],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder === null) query.set("ew", "true");
  else query.set("folder", join(folder));
  return `${url}/?${query.toString()}`;
}

function listening(child: ChildProcess, output: { text: string }): Promise<void> {
  return new Promise((done, fail) => {
    const check = (): void => {
      if (/Extension host agent listening|Web UI available/.test(output.text)) done();
    };
    child.stdout?.on("data", check);
    child.once("close", (code) => fail(new Error(`VS Code's server ended with ${code}:\n${output.text}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("No port could be had.");
  return address.port;
}
