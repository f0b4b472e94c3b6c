import { VsCode } from "../vscode/launch.ts";
import type { Workbench } from "../vscode/workbench.ts";
import { type Promised, repeat } from "./measure.ts";

const ROUNDS = 5;
// A window that was just opened still starts other extensions; and a session's spare is started some seconds after the
// one before was taken.
const SETTLED_MS = 8000;

/** In a real VS Code: how long a person waits for the first output. */
export async function measureWindow(): Promise<Promised[]> {
  const cold = await repeat(ROUNDS, () => inWindow(firstOutput));
  const spare = await inWindow(firstOutputsWithSpare);
  return [
    {
      what: "Right-click to first output in the panel, spare ready",
      worst: Math.max(...spare),
      atMost: 300,
      unit: "ms",
    },
    {
      what: "Right-click to first output in the panel, cold",
      worst: Math.max(...cold),
      atMost: 1500,
      unit: "ms",
    },
  ];
}

/** In a VS Code of its own, so that no thread of an earlier round is opened. */
async function inWindow<T>(work: (window: Workbench) => Promise<T>): Promise<T> {
  const code = await VsCode.start();
  try {
    return await work(await code.window());
  } finally {
    await code.stop();
  }
}

async function firstOutputsWithSpare(window: Workbench): Promise<number[]> {
  await firstOutput(window);
  return repeat(ROUNDS, async () => {
    await window.command("Interpreter: New Thread");
    await window.panel.locator(".turn").first().waitFor({ state: "detached" });
    return firstOutput(window);
  });
}

/** Milliseconds from the click on the menu's item until the first output of a cell is drawn. */
async function firstOutput(window: Workbench): Promise<number> {
  await new Promise((done) => setTimeout(done, SETTLED_MS));
  const body = window.page.locator("body");
  await body.evaluate(noteClicks);
  const drawn = window.panel.locator("body").evaluate(outputDrawn);
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  const shownAt = await drawn;
  const clickedAt = await body.evaluate(() => Number(Reflect.get(globalThis, "clickedAt")));
  await window.turnEnd(1);
  return shownAt - clickedAt;
}

// The following run in pages; their clocks agree.

/** The last click is the one on the menu's item. */
function noteClicks(): void {
  const note = (): void => {
    Reflect.set(globalThis, "clickedAt", performance.timeOrigin + performance.now());
  };
  globalThis.addEventListener("mouseup", note, { capture: true });
}

/** When the page has drawn an output. */
async function outputDrawn(): Promise<number> {
  const isThere = (): boolean => document.querySelector(".cell .output") !== null;
  await new Promise<void>((done) => {
    const look = (): void => {
      if (!isThere()) return;
      observer.disconnect();
      done();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true });
    look();
  });
  await new Promise(requestAnimationFrame);
  // A message is taken in once the frame is on its way to the screen.
  const { port1, port2 } = new MessageChannel();
  const isDrawn = new Promise((done) => port1.addEventListener("message", done));
  port1.start();
  port2.postMessage("");
  await isDrawn;
  return performance.timeOrigin + performance.now();
}
