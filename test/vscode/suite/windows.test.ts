import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const LOOP = "print('begun')\nwhile True:\n    pass";
// Long enough to hide the panel, or to look at another thread, while it works.
const TICKS = "import time\nfor tick in range(8):\n    print('tick', tick, flush=True)\n    time.sleep(0.25)";
const ALL_TICKS = Array.from({ length: 8 }, (_, tick) => `tick ${tick}\n`).join("");

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
  await window.newThread();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("shows the same after the panel was hidden while a run worked", async () => {
  await window.run(TICKS);
  await window.printed("tick 0").waitFor();
  await window.showExplorer();
  await window.file("penguins.csv").waitFor();
  await window.showView(/^Interpreter/);
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.printed("tick 7").textContent()).toBe(ALL_TICKS);
});

it("keeps a draft while the panel is hidden", async () => {
  await window.box.fill("not sent yet");
  await window.showExplorer();
  await window.showView(/^Interpreter/);
  await expect.poll(() => window.box.inputValue()).toBe("not sent yet");
  await window.box.fill("");
});

it("closes the run of a window that is reloaded, with all it had, and goes on", async () => {
  await window.run(LOOP);
  await window.printed("begun").waitFor();
  const [first] = await window.transcript();
  await window.reload();
  expect(await window.turnEnd(2)).toBe("cancelled");
  expect((await window.transcript())[0]).toBe(first);
  expect(await window.printed("begun").textContent()).toBe("begun\n");
  await window.run("print(6 * 7)");
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await window.printed("42").textContent()).toBe("42\n");
  await window.screenshot("reloaded");
});

it("works in two threads at once; going back shows the first whole", async () => {
  await window.newThread();
  await window.run(`${TICKS}\nprint('first')`);
  await window.printed("tick 0").waitFor();
  await window.newThread();
  await window.run(`${TICKS}\nprint('second')`);
  await window.printed("tick 0").waitFor();
  expect(await window.lastTurn.locator(".question").textContent()).toContain("second");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.printed("second").textContent()).toBe(`${ALL_TICKS}second\n`);
  await window.openThread(1);
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.printed("first").textContent()).toBe(`${ALL_TICKS}first\n`);
});

it("shows in a second window what the first one does, and stops it from there", async () => {
  const other = await code.window();
  await other.showView(/^Interpreter/);
  await window.newThread();
  await window.run("x = 1\nprint('shared')");
  expect(await window.turnEnd(1)).toBe("completed");
  await other.openThread(0);
  expect(await other.turnEnd(1)).toBe("completed");
  expect(await other.transcript()).toEqual(await window.transcript());
  await window.run(LOOP);
  await other.printed("begun").waitFor();
  await other.stopButton.click();
  expect(await window.turnEnd(2)).toBe("cancelled");
  expect(await other.turnEnd(2)).toBe("cancelled");
  await other.screenshot("second-window");
  // A session lives in the window that opened it: who goes on from the other one gets a new one, and is told.
  await other.run("print('x' in globals())");
  await window.printed("False").waitFor();
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await other.turnEnd(3)).toBe("completed");
  await window.run("print('x' in globals())");
  expect(await window.turnEnd(4)).toBe("completed");
  expect(await window.printed("False").textContent()).toBe("False\n");
  expect(await window.lastTurn.innerText()).toContain("A new Python session was started");
  expect(await other.turnEnd(4)).toBe("completed");
  expect(await other.transcript()).toEqual(await window.transcript());
});

it("works in the secondary side bar", async () => {
  await window.command("View: Move View");
  await window.pick("Chat");
  await window.pick("New Secondary Side Bar Entry");
  await window.page.locator(".part.auxiliarybar").waitFor();
  await window.run("print('moved')");
  expect(await window.turnEnd(5)).toBe("completed");
  expect(await window.printed("moved").textContent()).toBe("moved\n");
  await window.screenshot("secondary-side-bar");
});
