import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
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
  // Menus have the extension's entries once it is known.
  await window.newThread();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const press = (keys: string): Promise<void> => window.page.keyboard.press(keys);
const type = (text: string): Promise<void> => window.page.keyboard.type(text);

it("analyses a file that was found and opened by keys in the explorer", async () => {
  await press("Control+Shift+e");
  await window.page.locator(".explorer-folders-view .monaco-list:focus").waitFor();
  await type("penguins.csv");
  await until(async () => (await window.file("penguins.csv").getAttribute("class"))!.includes("focused"));
  await press("Shift+F10");
  await pressUntil("ArrowDown", window.page.getByRole("menuitem", { name: "Analyze with Interpreter" }));
  await press("Enter");
  expect(await window.turnEnd(1)).toBe("completed");
});

it("has the keyboard in the question box then; Shift+Enter breaks the line, Enter sends", async () => {
  await until(() => hasKeyboard(window.box));
  await type("What is the average");
  await press("Shift+Enter");
  await type("body mass by species?");
  await press("Enter");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.lastTurn.locator(".question").innerText()).toContain(
    "What is the average\nbody mass by species?",
  );
  expect(await window.answer.textContent()).toContain("3701 (Adelie)");
});

it("reaches everything in the panel by Tab, and leaves it at both ends", async () => {
  const all = window.panel
    .locator("button:enabled, a[href], summary, [tabindex='0']")
    .filter({ visible: true });
  const names = await Promise.all((await all.all()).map(nameOf));
  expect(names.length).toBeGreaterThan(20);
  await window.box.focus();
  const after = await walk("Tab");
  await window.box.focus();
  const reached = [...after, ...(await walk("Shift+Tab"))];
  expect(names.filter((name) => !reached.includes(name))).toEqual([]);
  expect(reached).not.toContain("");
});

it("opens menu and history by keys, and leaves them by Escape to where it was", async () => {
  const menu = window.panel.getByRole("button", { name: "More", exact: true });
  await menu.focus();
  await press("Enter");
  await pressUntil("ArrowDown", window.panel.getByRole("menuitem", { name: "Show Log" }));
  await press("Escape");
  await until(() => hasKeyboard(menu));
  const history = window.panel.getByRole("button", { name: "History", exact: true });
  await history.focus();
  await press("Enter");
  await until(() => hasKeyboard(window.panel.getByRole("searchbox", { name: "Search threads" })));
  await press("Escape");
  await until(() => hasKeyboard(history));
  expect(await window.turns.first().isVisible()).toBe(true);
});

it("sends a selection by its keys", async () => {
  await press("Control+p");
  await type("hello.py");
  await window.quickPick.filter({ hasText: "hello.py" }).waitFor();
  await press("Enter");
  await window.page.locator(".editor-instance .monaco-editor.focused").waitFor();
  await press("Control+a");
  await press("Control+k");
  await press("a");
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await window.printed("total").textContent()).toBe("total 45\n");
});

const hasKeyboard = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => {
    const root = node.getRootNode() as Document | ShadowRoot;
    return root.activeElement === node && node.ownerDocument.hasFocus();
  });

/** What a screen reader would call it. */
const nameOf = (element: Locator): Promise<string> =>
  element.evaluate((node) => node.ariaLabel ?? (node.textContent.trim() || (node as HTMLElement).title));

async function pressUntil(keys: string, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  await until(async () => {
    if (await hasKeyboard(wanted)) return true;
    await press(keys);
    return false;
  });
}

/** Presses `keys` until the keyboard leaves the panel; gives the names of what had it on the way. */
async function walk(keys: string): Promise<string[]> {
  const names: string[] = [];
  const page = window.panel.locator("body");
  for (;;) {
    await press(keys);
    const isInside = await page.evaluate((body) => body.ownerDocument.hasFocus());
    if (!isInside) return names;
    names.push(await nameOf(window.panel.locator(":focus")));
    if (names.length > 200)
      throw new Error(`The keyboard cannot leave the panel: ${names.slice(-5).join(", ")}`);
  }
}
