import type { Frame } from "playwright-core";
import { VsCode } from "../vscode/launch.ts";
import type { Workbench } from "../vscode/workbench.ts";
import { type Promised, repeat } from "./measure.ts";

const ROUNDS = 3;
// A spare is made anew some time after one was taken.
const SPARE_MS = 6000;

/** What a page notes: when it was clicked, and when the first output of a cell was there. Epoch milliseconds. */
interface Noted {
  clickedAt?: number;
  shownAt?: number;
}

/** Runs in every frame. */
function note(): void {
  const noted: Noted = {};
  Object.assign(globalThis, { noted });
  const now = (): number => performance.timeOrigin + performance.now();
  addEventListener("mousedown", () => (noted.clickedAt = now()), true);
  new MutationObserver(() => {
    if (noted.shownAt !== undefined || document.querySelector(".turn:last-child .output") === null) return;
    requestAnimationFrame(() => (noted.shownAt ??= now()));
  }).observe(document, { childList: true, subtree: true });
}

/** The extension in a real VS Code: its start, and the way from a right-click to something to see. */
export async function measureExtension(): Promise<Promised[]> {
  const activation: number[] = [];
  const cold = await repeat(ROUNDS, async () => {
    const code = await VsCode.start();
    try {
      const window = await code.window();
      activation.push(await activationTime(window));
      return await clickToOutput(window);
    } finally {
      await code.stop();
    }
  });
  const spare = await withSpare();
  return [
    {
      what: "Activation of the extension, as VS Code gives it",
      worst: Math.max(...activation),
      atMost: 50,
      unit: "ms",
    },
    { what: "Right-click to first output, cold", worst: Math.max(...cold), atMost: 1500, unit: "ms" },
    {
      what: "Right-click to first output, a spare waits",
      worst: Math.max(...spare),
      atMost: 300,
      unit: "ms",
    },
  ];
}

/** Of a thread of its own each, in a window that has been in use. */
async function withSpare(): Promise<number[]> {
  const code = await VsCode.start();
  try {
    const window = await code.window();
    await clickToOutput(window);
    return await repeat(ROUNDS, async () => {
      await window.turnEnd();
      await window.command("Interpreter: New Thread");
      await window.panel.locator(".empty").waitFor();
      await new Promise((resolve) => setTimeout(resolve, SPARE_MS));
      return clickToOutput(window);
    });
  } finally {
    await code.stop();
  }
}

/** What "Show Running Extensions" says of ours. */
async function activationTime(window: Workbench): Promise<number> {
  await window.command("Developer: Show Running Extensions");
  const row = window.page
    .locator(".runtime-extensions-editor .extension", { hasText: "Code Interpreter" })
    .first();
  const text = (await row.textContent()) ?? "";
  return Number(/(\d+)ms/.exec(text)?.[1] ?? NaN);
}

async function clickToOutput(window: Workbench): Promise<number> {
  const { page } = window;
  await page.addInitScript(note);
  for (const frame of page.frames()) await frame.evaluate(note);
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  await window.panel.locator(".output").first().waitFor();
  const noted = await Promise.all(page.frames().map(notedIn));
  const clickedAt = Math.max(...noted.map((one) => one.clickedAt ?? 0));
  const shownAt = Math.min(...noted.map((one) => one.shownAt ?? Infinity));
  return shownAt - clickedAt;
}

async function notedIn(frame: Frame): Promise<Noted> {
  return frame.evaluate(() => (globalThis as { noted?: Noted }).noted ?? {});
}
