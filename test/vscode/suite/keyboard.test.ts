import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import { until } from "../until.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "hello.py"), "total = sum(range(10))\nprint('total', total)\n");
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const press = (keys: string): Promise<void> => window.page.keyboard.press(keys);

/** Presses `keys` until the element found by `selector`, which has the keyboard, is called so. */
async function pressUntil(keys: string, selector: string, name: string): Promise<void> {
  const wanted = window.page.locator(`${selector}[aria-label^="${name}"]`);
  const isThere = async (): Promise<boolean> => {
    if (await wanted.isVisible()) return true;
    await press(keys);
    return false;
  };
  await until(isThere);
}

it("analyses a file that the keyboard chose in the explorer", async () => {
  // Until the extension's entry is in the menu, it is opened again.
  await window.extensionReady();
  await press("Control+Shift+e");
  await pressUntil("ArrowDown", ".explorer-folders-view .monaco-list-row.focused", "penguins.csv");
  await press("Shift+F10");
  await pressUntil(
    "ArrowDown",
    ".context-view .action-item.focused .action-menu-item",
    "Analyze with Interpreter",
  );
  await press("Enter");
  expect(await window.turnEnd(1)).toBe("completed");
});

it("has the keyboard in the question box then; Enter sends, Shift+Enter breaks the line", async () => {
  await expect.poll(() => window.box.evaluate((box) => box === document.activeElement)).toBe(true);
  await window.page.keyboard.type("What is the average");
  await press("Shift+Enter");
  await window.page.keyboard.type("body mass by species?");
  await press("Enter");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.lastTurn.locator(".question").innerText()).toBe(
    "What is the average\nbody mass by species?",
  );
  expect(await window.answer.textContent()).toContain("3701 (Adelie)");
});
