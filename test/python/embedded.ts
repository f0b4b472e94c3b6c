import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DEFAULT_SESSION_LIMITS, type HowToRaise, type SessionLimits } from "../../src/python/limits.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import type { CellOutput, CellResult, PythonSession } from "../../src/python/session.ts";

/** The runtime that `npm run build` made, run by the Node that runs the tests. */
export const embedded = {
  runtimeDir: resolve("dist/python"),
  nodePath: process.execPath,
  limits: () => DEFAULT_SESSION_LIMITS,
  howToRaise: {
    memoryBytes: "set the memory",
    outputBytes: "set the output",
    fileBytes: "set the file size",
    timeoutMs: "set the time",
  } satisfies HowToRaise,
};

if (!existsSync(join(embedded.runtimeDir, "child.mjs"))) {
  throw new Error("The embedded Python is not built: run `npm run build` first.");
}

export interface Lab {
  readonly session: PythonSession;
  readonly dataDir: string;
  /** Runs a cell to its end. */
  run(
    code: string,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<CellResult & { outputs: CellOutput[] }>;
  close(): Promise<void>;
}

interface LabOptions {
  readonly limits?: Partial<SessionLimits>;
  readonly bubblewrap?: boolean;
}

/** A real session over a temporary folder. */
export async function openLab({ limits = {}, ...options }: LabOptions = {}): Promise<Lab> {
  const dataDir = await mkdtemp(join(tmpdir(), "lab-"));
  const runtime = new PyodideRuntime({
    ...embedded,
    ...options,
    limits: () => ({ ...DEFAULT_SESSION_LIMITS, ...limits }),
  });
  const session = await (await runtime.start(dataDir)).attach(dataDir);
  return {
    session,
    dataDir,
    run: async (code, ending = {}) => {
      const outputs: CellOutput[] = [];
      const result = await session.execute(code, { ...ending, onOutput: (output) => outputs.push(output) });
      return { ...result, outputs };
    },
    close: async () => {
      await session.dispose();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What was printed, whatever the pieces. */
export function printed(outputs: readonly CellOutput[], name: "stdout" | "stderr" = "stdout"): string {
  return outputs
    .map((output) => (output.kind === "stream" && output.name === name ? output.text : ""))
    .join("");
}
