import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import type { Locator } from "playwright-core";
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
    const cold = await repeat(ROUNDS, () => inWindow(code, firstOutput));
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

/** From the click on the menu's item to the first output of a cell in the page, both by the clock of their pages. */
async function firstOutput(window: Workbench): Promise<number> {
  const { page, panel } = window;
  await page.locator("body").evaluate(noteClicks);
  // In the panel that comes with the click, or in the one that is there.
  await page.addInitScript(noteOutput);
  const body = panel.locator("body");
  if (await isThere(body)) await body.evaluate(noteOutput);
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  await window.turnEnd(1);
  const clicked = await page.locator("body").evaluate(() => Number(Reflect.get(globalThis, "clickedAt")));
  const shown = await body.evaluate(() => Number(Reflect.get(globalThis, "outputAt")));
  return shown - clicked;
}

async function isThere(element: Locator): Promise<boolean> {
  return (await element.count()) > 0;
}

/** Runs in the window's page: the last click is the one on the menu's item. */
function noteClicks(): void {
  const note = (): void => {
    Reflect.set(globalThis, "clickedAt", performance.timeOrigin + performance.now());
  };
  globalThis.addEventListener("mouseup", note, { capture: true });
}

/** Runs in every frame: notes when the first output is in it. */
function noteOutput(): void {
  Reflect.deleteProperty(globalThis, "outputAt");
  const observer = new MutationObserver(() => {
    if (document.querySelector(".cell .output") === null) return;
    observer.disconnect();
    Reflect.set(globalThis, "outputAt", performance.timeOrigin + performance.now());
  });
  observer.observe(document, { childList: true, subtree: true });
}
