import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PyodideSession } from "../../src/python/pyodide/pyodideSession.ts";
import type { CellOutput, CellResult, PythonSession } from "../../src/python/session.ts";

/** The runtime that `npm run build` made, run by the Node that runs the tests. */
export const embedded = { runtimeDir: resolve("dist/python"), nodePath: process.execPath };

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

/** A real session over a temporary folder. */
export async function openLab(): Promise<Lab> {
  const dataDir = await mkdtemp(join(tmpdir(), "lab-"));
  const session = await PyodideSession.start(embedded, dataDir);
  return {
    session,
    dataDir,
    run: async (code, options = {}) => {
      const outputs: CellOutput[] = [];
      const result = await session.execute(code, { ...options, onOutput: (output) => outputs.push(output) });
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
