import { afterAll, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
});
afterAll(() => code.stop());

it("analyses a CSV by a right-click: answer, table and plot are in the panel", async () => {
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  await window.panel.locator(".turn").first().waitFor();
  await window.screenshot("analyze-running");
  expect(await window.turnEnd()).toBe("completed");
  expect(await window.lastTurn.locator(".markdown").last().textContent()).toContain("344 rows and 8 columns");
  const table = window.lastTurn.locator("table").first();
  expect(await table.locator("th").first().textContent()).toContain("species");
  expect(await table.locator("tbody tr").count()).toBe(10);
  const picture = window.lastTurn.locator("img").first();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await window.screenshot("analyze-done");
});
