import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const LOOP = "kept = 41\nprint('begun')\nwhile True:\n    kept += 0\n";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "hello.py"), "total = sum(range(10))\nprint('total', total)\n");
  await writeFile(join(code.folder, "loop.py"), LOOP);
  await writeFile(join(code.folder, "after.py"), "print('kept', kept + 1)\n");
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.screenshot(`failed-${task.name}`);
});
afterAll(() => code.stop());

const runSelection = (name: string): Promise<void> => window.selectionMenu(name, "Analyze with Interpreter");

it("sends a selection of Python and runs it", async () => {
  await runSelection("hello.py");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.lastTurn.locator(".question").textContent()).toContain("hello.py");
  expect(await window.lastTurn.locator(".stream").textContent()).toBe("total 45\n");
  await window.screenshot("selection");
});

it("has a second question wait while a run works", async () => {
  await runSelection("loop.py");
  await window.lastTurn.locator(".stream", { hasText: "begun" }).waitFor();
  await window.ask("And then?");
  const box = window.panel.getByRole("textbox", { name: "Question" });
  await vi.waitUntil(async () => (await box.inputValue()) === "");
  expect(await window.panel.locator(".turn").count()).toBe(2);
  await window.screenshot("queued");
});

it("stops an endless loop; the thread and its variables go on, then the question that waits", async () => {
  await window.panel.getByRole("button", { name: "Stop" }).click();
  expect(await window.turnEnd(2)).toBe("cancelled");
  expect(await window.lastTurn.locator(".stream").first().textContent()).toBe("begun\n");
  await window.screenshot("stopped");
  await runSelection("after.py");
  expect(await window.turnEnd(4)).toBe("completed");
  expect(await window.panel.locator(".turn").nth(2).locator(".stream").textContent()).toBe("kept 42\n");
  expect(await window.lastTurn.locator(".question").textContent()).toContain("And then?");
});

it("keeps what a run had when VS Code is killed in the middle of it, and goes on from there", async () => {
  await runSelection("loop.py");
  await window.lastTurn.locator(".stream", { hasText: "begun" }).waitFor();
  await code.crash();
  window = await code.window();
  await window.showView(/^Interpreter/);
  expect(await window.turnEnd(5)).toBe("failed");
  expect(await window.lastTurn.getByRole("alert").textContent()).toContain(
    "The program was closed while this run worked",
  );
  expect(await window.lastTurn.locator(".stream").first().textContent()).toBe("begun\n");
  await window.screenshot("after-crash");
  await window.ask("Solve 2x = 10");
  expect(await window.turnEnd(6)).toBe("completed");
  expect(await window.lastTurn.locator(".markdown").last().textContent()).toContain("x = 5");
});
