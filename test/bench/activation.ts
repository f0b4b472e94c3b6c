import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { VsCode } from "../vscode/launch.ts";
import { type Comparison, type Promised, summarize } from "./measure.ts";

const ROUNDS = 9;
const HOST_MODULE = resolve(".vscode-test/activation.cjs");
const WHAT = "VS Code: loading and activation of the extension";

/**
 * What VS Code counts at its start. As it starts others at the same time, that is mostly waiting: an empty extension in the
 * same starts says how much.
 */
export async function measureActivation(): Promise<{ promise: Promised; comparison: Comparison }> {
  await build({
    entryPoints: ["test/vscode/host/activation.ts"],
    outfile: HOST_MODULE,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const code = await VsCode.start();
  await code.addExtension("test/bench/emptyExtension");
  const times = { ours: [] as number[], empty: [] as number[] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const { log } = await code.runInHost(HOST_MODULE);
      times.ours.push(countedIn(log, "code-interpreter.code-interpreter"));
      times.empty.push(countedIn(log, "code-interpreter-tests.empty"));
    }
  } finally {
    await code.stop();
    await rm(HOST_MODULE, { force: true });
  }
  const beyond = summarize(times.ours.map((time, round) => time - times.empty[round]!)).median;
  return {
    promise: { what: `${WHAT}, beyond an empty one (median)`, worst: beyond, atMost: 50, unit: "ms" },
    comparison: {
      what: WHAT,
      ours: summarize(times.ours),
      baseline: summarize(times.empty),
      against: "an empty extension in the same starts",
    },
  };
}

/** Milliseconds for loading the extension's code and for its `activate`. */
function countedIn(log: string, id: string): number {
  // | Extension | Eager | Load Code | Call Activate | Finish Activate | …
  const row = log.split("\n").find((line) => line.startsWith(`| ${id} `));
  const times = row?.split("|").slice(3, 6).map(Number) ?? [];
  if (times.length < 3 || times.some(Number.isNaN))
    throw new Error(`VS Code tells no times of ${id}: ${log.slice(-2000)}`);
  return times.reduce((sum, time) => sum + time, 0);
}
