import type { Locator, Page } from "playwright-core";
import { until } from "./until.ts";

/** Long enough for what comes at once, short enough to try again. */
export const SOON_MS = 1500;

/**
 * Opens a context menu by `open` and chooses from it. Extensions add to menus a moment after the window is there: until
 * then it is closed and opened again. A menu takes no click in its first 100 ms: one that is still there gets another.
 */
export async function chooseFromMenu(page: Page, open: () => Promise<void>, item: string): Promise<void> {
  const entry = page.getByRole("menuitem", { name: item }).first();
  await until(async () => {
    if (!(await entry.isVisible())) await open();
    if (await becomes(entry, "visible")) {
      // What takes the keyboard away closes the menu: then nothing was chosen.
      const isClicked = await entry.click({ timeout: SOON_MS }).then(
        () => true,
        () => false,
      );
      return isClicked && becomes(entry, "hidden");
    }
    await page.keyboard.press("Escape");
    return false;
  });
}

/** Whether it does so soon. */
export async function becomes(element: Locator, state: "visible" | "hidden"): Promise<boolean> {
  return element.waitFor({ state, timeout: SOON_MS }).then(
    () => true,
    () => false,
  );
}
