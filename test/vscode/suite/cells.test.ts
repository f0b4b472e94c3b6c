import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.screenshot(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("copies the plot as a picture", async () => {
  await window.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await window.lastTurn.getByRole("button", { name: "Copy image" }).first().click();
  await window.lastTurn.locator("figcaption .codicon-check").waitFor();
  const types = await window.page.evaluate(async () => (await navigator.clipboard.read())[0]?.types);
  expect(types).toEqual(["image/png"]);
});

it("opens a table as CSV, and code as Python, in editors", async () => {
  await window.lastTurn.getByRole("button", { name: "CSV" }).first().click();
  await window.page.locator(".editor-instance .view-lines", { hasText: "species,island" }).waitFor();
  await window.lastTurn.getByRole("button", { name: "Open in an editor" }).first().click();
  await window.page.locator(".editor-instance .view-lines", { hasText: "import pandas" }).waitFor();
  expect(await window.page.locator(".statusbar", { hasText: "Python" }).count()).toBe(1);
});

it("leads from a number of the answer to the output that printed it", async () => {
  const link = window.lastTurn.locator(".markdown a[href^='#output']").first();
  const id = await link.getAttribute("href");
  await link.click();
  const output = window.panel.locator(`[id="${id?.slice(1)}"]`);
  await expect.poll(() => output.evaluate((one) => one === document.activeElement)).toBe(true);
  await window.screenshot("number-link");
});

it("runs code again that a person changed", async () => {
  await window.lastTurn.getByRole("button", { name: "Edit and run" }).first().click();
  const box = window.panel.getByRole("textbox", { name: "Code to run" });
  await box.fill("# By hand\nprint('\\x1b[32mpenguins', 300 + 44)");
  await window.screenshot("edit-and-run");
  await box.press("Control+Enter");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.lastTurn.locator(".stream .ansi-2").textContent()).toBe("penguins 344");
  await window.screenshot("edited");
});
