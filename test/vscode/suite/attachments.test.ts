import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "hello.py"), "total = sum(range(10))\nprint('total', total)\n");
  window = await code.window();
  await window.newThread();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const button = (name: string): Locator => window.panel.getByRole("button", { name, exact: true });
const chips = (): Promise<string[]> => window.panel.locator(".composer .chips .chip .name").allTextContents();
const attached = (): Promise<string[]> => window.lastTurn.locator(".question .chip .name").allTextContents();
const showPanel = (): Promise<void> => window.showView(/^Interpreter/);

it("attaches the file in the editor and its selection, keeps them while the panel is hidden, and sends them", async () => {
  await window.openFile("hello.py");
  await window.page.keyboard.press("ControlOrMeta+a");
  await showPanel();
  await button("+ current file").click();
  await button("+ selection").click();
  await expect.poll(chips).toEqual(["hello.py", "hello-1-2.py"]);
  await window.showExplorer();
  await window.file("penguins.csv").waitFor();
  await showPanel();
  await expect.poll(chips).toEqual(["hello.py", "hello-1-2.py"]);
  await window.screenshot("attached");
  await window.ask("Which of these is longer?");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await attached()).toEqual(["hello.py", "hello-1-2.py"]);
  expect(await chips()).toEqual([]);
});

it("attaches a picture, which is open in no text editor", async () => {
  await window.showExplorer();
  await window.file("gapminder.png").dblclick();
  await window.page.locator(".tab.active", { hasText: "gapminder.png" }).waitFor();
  await showPanel();
  await button("+ current file").click();
  await expect.poll(chips).toEqual(["gapminder.png"]);
  await button("Remove gapminder.png").click();
  await expect.poll(chips).toEqual([]);
});

it("puts code at the cursor of the editor although the panel has the keyboard, or says that there is none", async () => {
  await window.command("View: Close All Editors");
  await showPanel();
  await window.run("x = 6 * 7");
  expect(await window.turnEnd(2)).toBe("completed");
  await window.lastTurn.getByRole("button", { name: /^Insert at cursor/ }).click();
  await window.panel.locator(".notice", { hasText: "No text editor is open" }).waitFor();
  await window.openFile("hello.py");
  await window.page.keyboard.press("ControlOrMeta+End");
  await showPanel();
  await window.box.click();
  await window.lastTurn.getByRole("button", { name: /^Insert at cursor/ }).click();
  await window.page.locator(".editor-instance .view-line", { hasText: "x = 6 * 7" }).waitFor();
  await window.screenshot("inserted");
});

it("attaches what is dropped from the explorer with Shift", async () => {
  await window.command("View: Move View");
  await window.pick("Chat");
  await window.pick("New Secondary Side Bar Entry");
  await window.page.locator(".part.auxiliarybar").waitFor();
  await window.box.waitFor();
  await window.showExplorer();
  const { mouse, keyboard } = window.page;
  const [from, to] = [await center(window.file("penguins.csv")), await center(window.box)];
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 20, from.y + 20, { steps: 5 });
  await keyboard.down("Shift");
  await mouse.move(to.x, to.y, { steps: 20 });
  await window.screenshot("dropping");
  await mouse.up();
  await keyboard.up("Shift");
  await expect.poll(chips).toEqual(["penguins.csv"]);
  await window.screenshot("dropped");
});

async function center(element: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("It is not to be seen.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
