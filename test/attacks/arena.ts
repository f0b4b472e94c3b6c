import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from "../../src/python/limits.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import type { CellOutput, CellResult, PythonSession } from "../../src/python/session.ts";
import { embedded } from "../python/embedded.ts";
import { makeVariant, type Without } from "./variant.ts";

/** Somewhere Python runs; gives everything that came out of it. */
export interface Fighter {
  run(code: string): Promise<string>;
  close(): Promise<void>;
}

// Generous: an attack that hangs must end as well.
const DEADLINE_MS = 20_000;

/** Prints what an attack throws: "refused" is judged by what happened, not by that. */
export function asAttempt(prelude: string, code: string): string {
  const lines = code.trim().split("\n");
  return [
    prelude,
    "try:",
    ...lines.map((line) => `    ${line}`),
    "except BaseException as error: print('refused:', type(error).__name__, error)",
  ].join("\n");
}

/** Stock Pyodide in an ordinary Node process, with this process's environment: the positive control. */
export async function openPlain(): Promise<Fighter> {
  let child = await startPlain();
  return {
    run: async (code) => {
      // An attack may have ended it.
      if (!child.connected) child = await startPlain();
      const end = AbortSignal.timeout(DEADLINE_MS);
      const ends = new AbortController();
      const signal = AbortSignal.any([end, ends.signal]);
      let printed = "";
      const onData = (bytes: Buffer): void => void (printed += bytes.toString());
      child.stdout?.on("data", onData);
      const answer = once(child, "message", { signal }).then(([text]) => String(text));
      const gone = once(child, "exit", { signal }).then(() => "ended");
      try {
        child.send(code);
        return (await Promise.race([answer, gone])) + printed;
      } finally {
        ends.abort();
        await Promise.allSettled([answer, gone]);
        child.stdout?.off("data", onData);
      }
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function startPlain(): Promise<ReturnType<typeof fork>> {
  const child = fork(new URL("./plainPython.ts", import.meta.url), {
    execPath: process.execPath,
    execArgv: [],
    silent: true,
  });
  await once(child, "message");
  return child;
}

export interface Hardened extends Fighter {
  readonly dataDir: string;
  /** The session now; a new one after the old one was lost. */
  session(): Promise<PythonSession>;
  cell(code: string, options?: { timeoutMs?: number }): Promise<CellResult & { outputs: CellOutput[] }>;
}

interface HardenedOptions {
  readonly limits?: Partial<SessionLimits>;
  /** Layers taken away; nothing: the product as it is shipped. */
  readonly without?: Without;
}

/** The product's own Python, whole or with layers taken away. */
export async function openHardened({ limits = {}, without }: HardenedOptions = {}): Promise<Hardened> {
  const dataDir = await mkdtemp(join(tmpdir(), "attack-"));
  const variant = without === undefined ? undefined : await makeVariant(without);
  const runtime = new PyodideRuntime({
    ...embedded,
    ...variant,
    limits: () => ({ ...DEFAULT_SESSION_LIMITS, ...limits }),
  });
  const open = async (): Promise<PythonSession> => (await runtime.start(dataDir)).attach(dataDir);
  let current = await open();
  const session = async (): Promise<PythonSession> => {
    if (!current.alive) current = await open();
    return current;
  };
  const cell: Hardened["cell"] = async (code, { timeoutMs = DEADLINE_MS } = {}) => {
    const outputs: CellOutput[] = [];
    const onOutput = (output: CellOutput): void => void outputs.push(output);
    const result = await (await session()).execute(code, { timeoutMs, onOutput });
    return { ...result, outputs };
  };
  return {
    dataDir,
    session,
    cell,
    run: async (code) => JSON.stringify(await cell(code)),
    close: async () => {
      await current.dispose();
      await variant?.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
