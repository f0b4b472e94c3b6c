import { readdirSync } from "node:fs";
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

it.each(readdirSync("samples"))("analyses %s by a right-click", async (name) => {
  await window.newThread();
  await window.explorerMenu(name, "Analyze with Interpreter");
  const end = await window.turnEnd(1);
  await window.screenshot(`sample-${name}`);
  expect(end).toBe("completed");
  expect(await window.lastTurn.locator(".output").count()).toBeGreaterThan(0);
  expect((await window.answer.innerText()).length).toBeGreaterThan(20);
  // A picture that could not be loaded has no width.
  for (const picture of await window.lastTurn.locator("img").all()) {
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
  }
});
