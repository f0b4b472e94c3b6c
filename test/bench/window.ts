import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { VsCode } from "../vscode/launch.ts";
import type { Workbench } from "../vscode/workbench.ts";
import { type Promised, repeat } from "./measure.ts";

const ROUNDS = 3;
const HOST_MODULE = resolve(".vscode-test/activation.cjs");
// When a session has taken the spare, the next one is started some seconds later.
const SPARE_MS = 8000;

/** In a real VS Code: its start with the extension, and how long a person waits for the first output. */
export async function measureWindow(): Promise<Promised[]> {
  const code = await VsCode.start();
  try {
    const activations = await repeat(ROUNDS, () => activation(code));
    const cold = await repeat(ROUNDS, coldOutput);
    const spare = await inWindow(code, (window) => firstOutputsWithSpare(window));
    return [
      row("VS Code: loading and activation of the extension", activations, 50),
      row("Right-click to first output in the panel, spare ready", spare, 300),
      row("Right-click to first output in the panel, cold", cold, 1500),
    ];
  } finally {
    await code.stop();
    await rm(HOST_MODULE, { force: true });
  }
}

const row = (what: string, times: readonly number[], atMost: number): Promised => ({
  what,
  worst: Math.max(...times),
  atMost,
  unit: "ms",
});

/** Milliseconds that VS Code counts for loading the extension's code and for its `activate`. */
async function activation(code: VsCode): Promise<number> {
  await build({
    entryPoints: ["test/vscode/host/activation.ts"],
    outfile: HOST_MODULE,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const { log } = await code.runInHost(HOST_MODULE);
  // | Extension | Eager | Load Code | Call Activate | Finish Activate | …
  const cells = /\| code-interpreter\.code-interpreter (.*)/.exec(log)?.[1]?.split("|") ?? [];
  const times = cells.slice(2, 5).map(Number);
  if (times.length < 3 || times.some(Number.isNaN))
    throw new Error(`VS Code tells no times: ${log.slice(-2000)}`);
  return times.reduce((sum, time) => sum + time, 0);
}

/** In a VS Code of its own, so that no thread of an earlier round is opened. */
async function coldOutput(): Promise<number> {
  const code = await VsCode.start();
  try {
    return await inWindow(code, firstOutput);
  } finally {
    await code.stop();
  }
}

async function inWindow<T>(code: VsCode, work: (window: Workbench) => Promise<T>): Promise<T> {
  const window = await code.window();
  try {
    return await work(window);
  } finally {
    await window.page.context().close();
  }
}

async function firstOutputsWithSpare(window: Workbench): Promise<number[]> {
  await firstOutput(window);
  return repeat(ROUNDS, async () => {
    await window.command("Interpreter: New Thread");
    await window.panel.locator(".turn").first().waitFor({ state: "detached" });
    await new Promise((done) => setTimeout(done, SPARE_MS));
    return firstOutput(window);
  });
}

/** From the click on the menu's item to the first output of a cell in the page; at most, as the last step is ours. */
async function firstOutput(window: Workbench): Promise<number> {
  const body = window.page.locator("body");
  await body.evaluate(noteClicks);
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  await window.panel.locator(".cell .output").first().waitFor();
  const shown = performance.timeOrigin + performance.now();
  const clicked = await body.evaluate(() => Number(Reflect.get(globalThis, "clickedAt")));
  await window.turnEnd(1);
  return shown - clicked;
}

/** Runs in the window's page: the last click is the one on the menu's item. */
function noteClicks(): void {
  const note = (): void => {
    Reflect.set(globalThis, "clickedAt", performance.timeOrigin + performance.now());
  };
  globalThis.addEventListener("mouseup", note, { capture: true });
}
