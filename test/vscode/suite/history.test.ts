import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

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

const button = (name: string): Locator => window.panel.getByRole("button", { name, exact: true });
const titles = (): Promise<string[]> => window.panel.locator(".history .thread .name").allTextContents();
const press = (keys: string): Promise<void> => window.page.keyboard.press(keys);

it("finds, renames, opens and deletes threads in the panel, by keys alone", async () => {
  await window.ask("Solve 2x = 10");
  expect(await window.turnEnd(1)).toBe("completed");
  await button("New thread").click();
  await expect.poll(() => window.turns.count()).toBe(0);
  await window.ask("Solve 3x = 12");
  expect(await window.turnEnd(1)).toBe("completed");
  await button("History").press("Enter");
  await expect.poll(titles).toEqual(["Solve 3x = 12", "Solve 2x = 10"]);
  await window.screenshot("history");
  await window.page.keyboard.type("2x");
  await expect.poll(titles).toEqual(["Solve 2x = 10"]);
  await press("ArrowDown");
  await press("F2");
  await window.page.keyboard.type("Five, or 2x");
  await press("Enter");
  await expect.poll(titles).toEqual(["Five, or 2x"]);
  await press("Enter");
  await window.panel.getByRole("heading", { level: 1, name: "Five, or 2x" }).waitFor();
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.answer.textContent()).toContain("x = 5");
  await button("History").press("Enter");
  await expect.poll(titles).toHaveLength(2);
  await press("ArrowDown");
  await press("ArrowDown");
  await press("Delete");
  await press("Shift+Tab");
  await press("Enter");
  await expect.poll(titles).toHaveLength(1);
  await press("Escape");
  await window.box.waitFor();
});

it("queues what is asked while a run works; what was not taken back is sent after a stop", async () => {
  await window.newThread();
  await window.run("import time\nprint('begun')\nfor _ in range(600):\n    time.sleep(0.1)");
  await window.printed("begun").waitFor();
  await window.ask("Solve 7x = 21");
  await window.ask("Solve 7x = 28");
  const queue = window.panel.getByRole("list", { name: "Queued questions" }).getByRole("listitem");
  await expect.poll(() => queue.count()).toBe(2);
  await window.screenshot("queued");
  await window.panel.getByRole("button", { name: "Remove from the queue: Solve 7x = 21" }).click();
  await expect.poll(() => queue.count()).toBe(1);
  await window.stopButton.click();
  expect(await window.turnEnd(1)).toBe("cancelled");
  await queue.getByRole("button", { name: "Send" }).click();
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.answer.textContent()).toContain("x = 4");
  expect(await queue.count()).toBe(0);
});
