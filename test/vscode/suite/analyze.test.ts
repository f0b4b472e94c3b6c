import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("analyses a CSV by a right-click: answer, table and plot are in the panel", async () => {
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  await window.panel.locator(".turn").first().waitFor();
  await window.screenshot("analyze-running");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.answer.textContent()).toContain("344 rows and 8 columns");
  const table = window.lastTurn.locator("table").first();
  expect(await table.locator("th").first().textContent()).toContain("species");
  expect(await table.locator("tbody tr").count()).toBe(10);
  const picture = window.lastTurn.locator("img").first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(300);
  await window.screenshot("analyze-done");
});

it("opens the plot from the Outputs view", async () => {
  await window.output("flipper-length-mm-by-species.png").click();
  await window.page.locator(".tab.active", { hasText: "flipper-length-mm-by-species.png" }).waitFor();
  const shown = window.webviewOf("vscode.media-preview").locator("img");
  await expect
    .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(300);
  await window.screenshot("plot-open");
});

it("answers a follow-up in the same thread", async () => {
  await window.ask("What is the average body mass by species?");
  expect(await window.turnEnd(2)).toBe("completed");
  const answer = await window.answer.textContent();
  expect(answer).toMatch(/mean of body_mass_g by species runs from 3701 \(Adelie\) to 5076 \(Gentoo\)/);
  await window.screenshot("follow-up");
});

it("solves an equation without any file", async () => {
  await window.ask("I need to solve the equation `3x + 11 = 14`. Can you help me?");
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await window.answer.textContent()).toContain("x = 1");
});
