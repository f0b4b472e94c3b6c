import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
  for (const question of ["Solve 2x = 10", "Solve 3x = 12"]) {
    await window.newThread();
    await window.ask(question);
    expect(await window.turnEnd(1)).toBe("completed");
  }
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const labels = (): Promise<string[]> => window.quickPick.locator(".label-name").allTextContents();

async function list(): Promise<void> {
  await window.command("Interpreter: Open Thread…");
  await window.page.locator(".quick-input-title", { hasText: "Open a thread" }).waitFor();
}

async function press(title: string, label: string): Promise<void> {
  const row = window.quickPick.filter({ hasText: label });
  await row.hover();
  await row.getByRole("button", { name: title }).click();
}

it("lists threads, the newest first, and finds one by its title", async () => {
  await list();
  await expect.poll(labels).toEqual(["Solve 3x = 12", "Solve 2x = 10"]);
  await window.screenshot("thread-list");
  await window.page.keyboard.type("2x");
  await expect.poll(labels).toEqual(["Solve 2x = 10"]);
  await window.page.keyboard.press("Enter");
  await window.panel.getByRole("heading", { level: 1, name: "Solve 2x = 10" }).waitFor();
});

it("renames a thread, and goes on with the list", async () => {
  await list();
  await press("Rename", "3x");
  await window.page.locator(".quick-input-title", { hasText: "Rename the thread" }).waitFor();
  await window.quickInput.fill("Four");
  await window.page.keyboard.press("Enter");
  await expect.poll(labels).toContain("Four");
  await window.page.keyboard.press("Escape");
});

it("deletes a thread once it is confirmed", async () => {
  await list();
  await press("Delete", "Four");
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(labels).toHaveLength(2);
  await press("Delete", "Four");
  await window.dialog.getByRole("button", { name: "Delete" }).click();
  await expect.poll(labels).toEqual(["Solve 2x = 10"]);
  await window.page.keyboard.press("Escape");
});

it("marks a thread whose run works, until it has ended", async () => {
  await window.run("import time\nprint('begun')\nfor _ in range(600):\n    time.sleep(0.1)");
  await window.printed("begun").waitFor();
  await list();
  const running = window.quickPick.filter({ hasText: "running" });
  await running.waitFor();
  await window.screenshot("thread-list-running");
  await window.stopButton.click();
  expect(await window.turnEnd(2)).toBe("cancelled");
  await list();
  await expect.poll(() => running.count()).toBe(0);
});
