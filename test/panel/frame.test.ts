import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/manifest.ts";
import { launchBrowser } from "../browser.ts";
import {
  cell,
  cellDone,
  created,
  question,
  running,
  session,
  started,
  text,
  textDone,
} from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { accessibilityFaults } from "./page/accessibility.ts";

let browser: Browser;
let panel: PanelPage;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => panel.close());
afterAll(() => browser.close());

async function open(options: Parameters<typeof PanelPage.open>[1] = {}): Promise<void> {
  panel = await PanelPage.open(browser, options);
  page = panel.page;
}
const RUNNING = [question("Why?"), created(), started];
const MINUTE_MS = 60_000;

describe("a page whose host could not be started", () => {
  it("says what happened, shows the log, and tries again", async () => {
    let tries = 0;
    await open({
      connect: (source) =>
        ++tries === 1 ? Promise.reject(new Error("The disk is full.")) : Promise.resolve(source),
    });
    expect(await page.getByRole("alert").textContent()).toContain("could not be started: The disk is full.");
    await panel.screenshot("load-failed");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Show Log" }).click();
    expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.showLog });
    await page.getByRole("button", { name: "Try Again" }).click();
    await page.getByRole("textbox", { name: "Question" }).waitFor();
  });
});

it("speaks the person's language", async () => {
  await open({
    language: "ko",
    translations: { "New thread": "새 대화", "Ask about your files…": "</script>파일" },
  });
  expect(await page.locator("html").getAttribute("lang")).toBe("ko");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("새 대화");
  expect(await page.getByPlaceholder("</script>파일").count()).toBe(1);
});

describe("a screen reader", () => {
  it("hears what is finished, and how the run ended", async () => {
    await open({ changes: RUNNING });
    const said = (): Promise<string[]> => page.locator("[role=status]").allTextContents();
    await panel.happen(cell("a"), running("a", "1"));
    await panel.happen(cellDone("a"));
    await expect.poll(said).toContain("Cell 1 finished.");
    await panel.happen(text("t"), textDone("t", "It is *four*."), {
      type: "run.ended",
      runId: "run_1",
      end: "completed",
    });
    await expect.poll(said).toContain("It is four. Run finished.");
    await panel.happen(question("And?", "msg_2"), created(), {
      type: "run.ended",
      runId: "run_1",
      end: "failed",
      error: { code: "server_error", message: "The disk is full." },
    });
    await expect
      .poll(() => page.getByRole("alert").allTextContents())
      .toContain("Run failed: The disk is full.");
  });

  it("finds its way by landmarks and headings", async () => {
    await open({ changes: RUNNING });
    expect(await page.getByRole("banner").getByRole("heading", { level: 1 }).textContent()).toBe("Why?");
    expect(await page.getByRole("main").getByRole("heading", { level: 2 }).textContent()).toBe("Why?");
    expect(await page.getByRole("contentinfo").getByRole("textbox").count()).toBe(1);
    expect(await page.getByRole("progressbar", { name: "A run is working" }).count()).toBe(1);
  });
});

describe("the session", () => {
  const SESSION = { runtime: "Embedded Python 3.14", isolation: ["A process of its own", "bubblewrap"] };

  it("tells its time left, which counts down, and that it ended", async () => {
    await open({ changes: [question("Why?"), created(), session(false)] });
    const line = page.locator(".session");
    const endRun = { type: "run.ended", runId: "run_1", end: "completed" } as const;
    await panel.happen(endRun);
    await page.clock.install();
    const now = await page.evaluate(() => Date.now());
    await panel.update({ session: { ...SESSION, endsAt: now + 28 * MINUTE_MS } });
    await expect.poll(() => line.textContent()).toContain("session ends in 28 min");
    await page.clock.fastForward(20 * MINUTE_MS);
    await expect.poll(() => line.textContent()).toContain("session ends in 8 min");
    await page.clock.fastForward(7.8 * MINUTE_MS);
    await expect.poll(() => line.textContent()).toContain("session ends in less than a minute");
    await panel.update({ session: null });
    await expect.poll(() => line.textContent()).toContain("session ended, files kept");
    expect(await page.getByRole("button", { name: "Restart" }).count()).toBe(0);
  });

  it("says where the next code runs when that is somewhere else, and what its containers cost", async () => {
    await open({ state: { codeAt: "api.openai.com" } });
    const line = page.locator(".session");
    expect(await line.textContent()).toContain("The next code runs at api.openai.com");
    const container = {
      runtime: "Container of api.openai.com, 1 GB",
      isolation: ["the provider's container"],
      host: "api.openai.com",
      endsAt: Date.now() + 20 * MINUTE_MS,
      priceUsd: 0.06,
    };
    await panel.update({ session: container });
    await expect.poll(() => line.textContent()).toContain("US$0.06 so far");
    expect(await line.textContent()).not.toContain("The next code");
    await panel.screenshot("container");
    await panel.update({ codeAt: null });
    await expect.poll(() => line.textContent()).toContain("The next code runs on this machine");
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("lists its layers of isolation, and is restarted, by the keyboard", async () => {
    await open({ state: { session: { ...SESSION, endsAt: Date.now() + MINUTE_MS } } });
    await page.getByRole("button", { name: "Embedded Python 3.14, isolated" }).press("Enter");
    expect(await page.locator(".layers").getByRole("listitem").allTextContents()).toEqual(SESSION.isolation);
    await panel.screenshot("layers");
    await page.getByRole("button", { name: "Restart" }).press("Enter");
    expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.restartSession });
  });
});

it("moves nothing for those who want less motion", async () => {
  await open({ changes: RUNNING });
  const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
  expect(await moving()).toBeGreaterThan(0);
  await page.evaluate(() => document.body.classList.add("vscode-reduce-motion"));
  expect(await moving()).toBe(0);
});

it("code that a question carries is shown as code", async () => {
  await open({
    changes: [question("Run line 1 of a.py:\n````python\nprint('```')\n````"), ...RUNNING.slice(1)],
  });
  expect(await page.locator(".question h2").textContent()).toBe("Run line 1 of a.py:");
  expect(await page.locator(".question pre").textContent()).toBe("print('```')");
});
