import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const LOOP = "print('begun')\nwhile True:\n    kept += 0";
const KEPT = "print('kept', kept + 1)";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "hello.py"), "total = sum(range(10))\nprint('total', total)\n");
  await writeFile(join(code.folder, "loop.py"), `kept = 41\n${LOOP}\n`);
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("sends a selection of Python and runs it", async () => {
  await window.selectionMenu("hello.py", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.lastTurn.locator(".question").textContent()).toContain("hello.py");
  expect(await window.printed("total").textContent()).toBe("total 45\n");
  await window.screenshot("selection");
});

it("stops an endless loop; the thread and its variables go on", async () => {
  await window.selectionMenu("loop.py", "Run Selection in Interpreter");
  await window.printed("begun").waitFor();
  await window.screenshot("running");
  await window.stopButton.click();
  expect(await window.turnEnd(2)).toBe("cancelled");
  expect(await window.printed("begun").textContent()).toBe("begun\n");
  await window.screenshot("stopped");
  await window.run(KEPT);
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await window.printed("kept").textContent()).toBe("kept 42\n");
});

it("interrupts a cell: its run goes on, and then the question that waited is sent", async () => {
  await window.run(LOOP);
  await window.printed("begun").waitFor();
  await window.run(KEPT);
  await window.queue.getByText("Run this").waitFor();
  await window.screenshot("queued");
  await window.lastTurn.getByRole("button", { name: /^Interrupt/ }).click();
  expect(await window.turnEnd(5)).toBe("completed");
  expect(await window.turns.nth(3).getAttribute("data-state")).toBe("completed");
  expect(await window.printed("kept").textContent()).toBe("kept 42\n");
  expect(await window.queue.count()).toBe(0);
});

it("leaves what waits to the person after Stop, and sends it when told", async () => {
  await window.run(LOOP);
  await window.printed("begun").waitFor();
  await window.run(KEPT);
  await window.queue.getByText("Run this").waitFor();
  await window.stopButton.click();
  expect(await window.turnEnd(6)).toBe("cancelled");
  await window.screenshot("queue-after-stop");
  await window.queue.getByRole("button", { name: "Send" }).click();
  expect(await window.turnEnd(7)).toBe("completed");
  expect(await window.printed("kept").textContent()).toBe("kept 42\n");
});

it("restarts the session: variables are gone, and it says so", async () => {
  await window.command("Interpreter: Restart Python Session");
  await window.panel.getByText("session ended, files kept").waitFor();
  await window.run(KEPT);
  expect(await window.turnEnd(8)).toBe("completed");
  expect(await window.lastTurn.innerText()).toMatch(/A new Python session was started[^]*NameError/);
  await window.screenshot("restarted");
});

it("keeps what a run had, and what waited, when VS Code is killed in the middle, and goes on", async () => {
  await window.run(`kept = 1\n${LOOP}`);
  await window.printed("begun").waitFor();
  await window.ask("Solve 2x = 10");
  await window.queue.getByText("Solve 2x = 10").waitFor();
  await code.crash();
  window = await code.window();
  await window.showView(/^Interpreter/);
  expect(await window.turnEnd(9)).toBe("failed");
  expect(await window.lastTurn.getByRole("alert").textContent()).toContain(
    "The program was closed while this run worked",
  );
  expect(await window.printed("begun").textContent()).toBe("begun\n");
  await window.screenshot("after-crash");
  await window.queue.getByRole("button", { name: "Send" }).click();
  expect(await window.turnEnd(10)).toBe("completed");
  expect(await window.answer.textContent()).toContain("x = 5");
});
