import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser.ts";
import {
  cell,
  cellDone,
  created,
  file,
  prints,
  question,
  running,
  shows,
  started,
} from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { accessibilityFaults } from "./page/accessibility.ts";
import { THEME_KINDS } from "./page/themes.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const RUN = [question("Why?"), created(), started, cell("c1"), running("c1", "# Count\nprint(1)\n")];

describe("the page", () => {
  it("shows what has happened, and what happens then", async () => {
    const panel = await PanelPage.open(browser, { changes: RUN });
    await panel.happen(prints("c1", "1\n"), shows("c1", file("plot.png")), cellDone("c1"));
    const { page } = panel;
    expect(await page.locator(".stream").textContent()).toBe("1\n");
    await expect
      .poll(() => page.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    await page.getByRole("button", { name: "Copy" }).first().click();
    expect(panel.lastRequest("copy")).toEqual({ text: "# Count\nprint(1)\n" });
    for (const kind of THEME_KINDS) {
      await panel.setTheme(kind);
      await panel.screenshot(`harness-${kind}`);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await panel.close();
  });

  it("shows the same after it was loaded anew", async () => {
    const panel = await PanelPage.open(browser, { changes: RUN });
    await panel.happen(prints("c1", "1\n"));
    await panel.reload();
    expect(await panel.page.locator(".stream").textContent()).toBe("1\n");
    await panel.close();
  });
});
