import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/manifest.ts";
import type { HistoryEntry } from "../../src/panel/messages.ts";
import { launchBrowser } from "../browser.ts";
import { ended, question, started, created } from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { accessibilityFaults } from "./page/accessibility.ts";
import { THEME_KINDS } from "./page/themes.ts";

const DAY_MS = 24 * 60 * 60_000;
const entry = (id: string, title: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id,
  title,
  updatedAt: Date.now() - DAY_MS * 400,
  isHere: false,
  isBusy: false,
  ...more,
});

let browser: Browser;
let panel: PanelPage;
let page: Page;
let threads: HistoryEntry[];
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => panel.close());
afterAll(() => browser.close());

async function open(): Promise<void> {
  threads = [
    entry("thread_1", "Coffee exports by country", {
      isHere: true,
      isBusy: true,
      updatedAt: Date.now() - 60_000,
    }),
    entry("thread_2", "What is the average body mass of penguins by species and island?", { isHere: true }),
    entry("thread_3", ""),
    entry("thread_4", "Weather in Seattle"),
  ];
  panel = await PanelPage.open(browser, {
    changes: [question("Why?"), created(), started, ended],
    handlers: {
      history: () => Promise.resolve(threads),
      deleteThread: ({ threadId }) => {
        threads = threads.filter(({ id }) => id !== threadId);
        return Promise.resolve();
      },
      renameThread: ({ threadId, title }) => {
        threads = threads.map((one) => (one.id === threadId ? entry(threadId, title) : one));
        return Promise.resolve();
      },
    },
  });
  page = panel.page;
}
async function openHistory(): Promise<void> {
  await open();
  await button("History").click();
  await rows().first().waitFor();
}
const button = (name: string): Locator => page.getByRole("button", { name, exact: true });
const rows = (): Locator => page.locator(".history .thread");
const titles = (): Promise<string[]> => page.locator(".history .thread .name").allTextContents();
const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((one) => one === document.activeElement);

describe("the history", () => {
  it("lists the threads with their marks, in every theme and width", async () => {
    await openHistory();
    expect(await rows().first().textContent()).toMatch(
      /Coffee exports by country.*working.*this workspace.*\d+:\d\d/,
    );
    expect(await titles()).toContain("Untitled thread");
    expect(await rows().first().getAttribute("aria-current")).toBe("true");
    for (const kind of THEME_KINDS) {
      await panel.setTheme(kind);
      await panel.screenshot(`history-${kind}`);
      expect(await accessibilityFaults(page), kind).toEqual([]);
    }
    await page.setViewportSize({ width: 260, height: 600 });
    await panel.setTheme("dark");
    await panel.screenshot("history-narrow");
  });

  it("takes the keyboard when it opens, and gives it back", async () => {
    await openHistory();
    const search = page.getByRole("searchbox", { name: "Search threads" });
    expect(await hasFocus(search)).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await hasFocus(rows().nth(1))).toBe(true);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await hasFocus(search)).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.locator(".history").count()).toBe(0);
    expect(await hasFocus(button("History"))).toBe(true);
  });

  it("opens a thread by Enter, and goes on with the question box", async () => {
    await openHistory();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(panel.lastRequest("openThread")).toEqual({ threadId: "thread_2" });
    await page.locator(".history").waitFor({ state: "detached" });
    expect(await hasFocus(page.getByRole("textbox", { name: "Question" }))).toBe(true);
  });

  it("finds by words of the title, or says that there is none", async () => {
    await openHistory();
    await page.keyboard.type("PENGUINS body");
    expect(await titles()).toEqual([threads[1]?.title]);
    await page.keyboard.type(" zebra");
    expect(await page.locator(".history .note").textContent()).toBe("Nothing found.");
    await panel.screenshot("history-nothing-found");
  });

  it("renames in the list; Escape and an input method's Enter do not", async () => {
    await openHistory();
    await rows().nth(3).focus();
    await page.keyboard.press("F2");
    const box = page.getByRole("textbox", { name: "New title" });
    await box.fill("Rain");
    await box.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true })),
    );
    await panel.screenshot("history-rename");
    await page.keyboard.press("Escape");
    expect(panel.lastRequest("renameThread")).toBeNull();
    expect(await hasFocus(rows().nth(3))).toBe(true);
    await button("Rename Weather in Seattle").click();
    await box.fill("  Rain in Seattle ");
    await page.keyboard.press("Enter");
    await page.locator(".thread .name", { hasText: "Rain in Seattle" }).waitFor();
    expect(panel.requests.filter(({ type }) => type === "renameThread")).toEqual([
      { type: "renameThread", params: { threadId: "thread_4", title: "Rain in Seattle" } },
    ]);
  });

  it("deletes only what was confirmed, and keeps the keyboard in the list", async () => {
    await openHistory();
    await rows().nth(1).focus();
    await page.keyboard.press("Delete");
    expect(await hasFocus(button("Keep"))).toBe(true);
    await panel.screenshot("history-delete");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(panel.lastRequest("deleteThread")).toBeNull();
    await page.keyboard.press("Delete");
    await button("Delete").click();
    await expect.poll(titles).toHaveLength(3);
    expect(panel.lastRequest("deleteThread")).toEqual({ threadId: "thread_2" });
    await expect.poll(() => hasFocus(rows().nth(1))).toBe(true);
    await rows().nth(2).focus();
    await page.keyboard.press("Delete");
    await button("Delete").click();
    await expect.poll(titles).toHaveLength(2);
    await expect.poll(() => hasFocus(rows().nth(1))).toBe(true);
  });

  it("stays when the open thread is deleted", async () => {
    await openHistory();
    await rows().first().focus();
    await page.keyboard.press("Delete");
    await button("Delete").click();
    await panel.update({ transcript: null });
    await expect.poll(titles).toHaveLength(3);
    await button("New thread").click();
    await page.locator(".history").waitFor({ state: "detached" });
  });

  it("says what is to do while there are none", async () => {
    await open();
    threads = [];
    await button("History").click();
    await expect
      .poll(() => page.locator(".history .note").textContent())
      .toContain("There are no threads yet.");
    await panel.screenshot("history-empty");
  });
});

describe("the menu", () => {
  it("is gone through by the keyboard", async () => {
    await open();
    const more = button("More");
    await more.focus();
    await page.keyboard.press("Enter");
    const items = page.getByRole("menuitem");
    expect(await hasFocus(items.first())).toBe(true);
    await panel.screenshot("menu");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("ArrowUp");
    expect(await hasFocus(items.last())).toBe(true);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.exportNotebook });
    expect(await hasFocus(more)).toBe(true);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await items.count()).toBe(0);
    expect(await hasFocus(more)).toBe(true);
    await more.click();
    await page.mouse.click(100, 500);
    await items.first().waitFor({ state: "detached" });
  });

  it("offers no export of what is not there", async () => {
    panel = await PanelPage.open(browser);
    page = panel.page;
    await button("More").click();
    const item = page.getByRole("menuitem", { name: "Export as Notebook…" });
    expect(await item.getAttribute("aria-disabled")).toBe("true");
    await item.click({ force: true });
    expect(panel.lastRequest("command")).toBeNull();
  });

  it("stands beside buttons for a new thread and the outputs", async () => {
    await open();
    await button("New thread").click();
    await button("Outputs").click();
    const commands = panel.requests.map(({ params }) => (params as { command: string }).command);
    expect(commands).toEqual([COMMANDS.newThread, COMMANDS.showOutputs]);
  });
});
