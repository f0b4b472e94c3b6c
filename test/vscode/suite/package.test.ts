import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { vsixPath } from "../../packaging/built.ts";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start({ vsix: vsixPath });
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.screenshot(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("answers a right-click right after it was installed from its package", async () => {
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.lastTurn.locator(".markdown").last().textContent()).toContain("344 rows and 8 columns");
  await window.screenshot("installed");
  const python = await readdir(join(await code.installedFolder(), "dist/python"));
  expect(python).toEqual(expect.arrayContaining(["site.img", "snapshot.heap"]));
});

it("is shown with its name, its icon and what it says of itself", async () => {
  await window.command("Extensions: Show Installed Extensions");
  await window.page.locator(".extension-list-item", { hasText: "Code Interpreter" }).first().click();
  const page = window.page.locator(".extension-editor");
  await page.locator(".name", { hasText: "Code Interpreter" }).waitFor();
  const icon = page.locator("img.icon").first();
  await expect.poll(() => icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128);
  await window.screenshot("installed-details");
});
