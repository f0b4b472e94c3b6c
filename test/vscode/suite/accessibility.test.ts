import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const THEMES = [
  { theme: "Default Dark Modern", kind: "vscode-dark" },
  { theme: "Default Light Modern", kind: "vscode-light" },
  { theme: "Default High Contrast", kind: "vscode-high-contrast" },
  { theme: "Default High Contrast Light", kind: "vscode-high-contrast-light" },
];

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  await window.run("print('so far')\n1 / 0");
  expect(await window.turnEnd(2)).toBe("completed");
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

it.each(THEMES)("has no violation of WCAG 2.2 AA in $theme", async ({ theme, kind }) => {
  await code.settings({ "workbench.colorTheme": theme });
  await window.panel.locator(`body.${kind}`).waitFor();
  await expectClean(`${kind}-thread`);
  await window.panel.getByRole("button", { name: "History", exact: true }).click();
  await window.panel.getByRole("searchbox", { name: "Search threads" }).waitFor();
  await expectClean(`${kind}-history`);
  await window.newThread();
  await expectClean(`${kind}-empty`);
  await window.openThread("Analyze penguins.csv.");
  expect(await window.turnEnd(2)).toBe("completed");
});

it("has no violation while a run works, a question waits, and a menu is open", async () => {
  await window.newThread();
  await window.run("print('begun')\nwhile True:\n    pass");
  await window.printed("begun").waitFor();
  await window.ask("And then?");
  await window.queue.waitFor();
  await expectClean("running");
  await window.stopButton.click();
  expect(await window.turnEnd(1)).toBe("cancelled");
  await window.panel.getByRole("button", { name: "More", exact: true }).click();
  await expectClean("menu");
});

async function expectClean(name: string): Promise<void> {
  await window.screenshot(`theme-${name}`);
  expect(await violations(), name).toEqual([]);
}

/** What axe finds in the panel: rule, and the elements. */
async function violations(): Promise<string[]> {
  // The page is transparent, and what is behind it lies in another document, where axe does not look.
  const bar = window.page.locator(".part.sidebar");
  const background = await bar.evaluate((part) => getComputedStyle(part).backgroundColor);
  await window.panel.locator("html").evaluate((html, color) => {
    html.style.backgroundColor = color;
  }, background);
  const { violations: found } = await new AxeBuilder({ page: window.page })
    .include(window.panelFrames)
    .withTags(WCAG)
    .analyze();
  return found.map(({ id, help, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ""}`);
    return `${id} (${help}): ${places.join(" | ")}`;
  });
}
