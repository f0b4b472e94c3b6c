import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../browser.ts";
import { cell, created, prints, question, running, started } from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { longThread } from "./threads.ts";

let browser: Browser;
let panel: PanelPage;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => panel.close());
afterAll(() => browser.close());

const WORKS = [question("Count", "msg_last"), created(), started, cell("last"), running("last", "count()")];
async function open(count: number, atWork: boolean): Promise<void> {
  panel = await PanelPage.open(browser, { changes: [...longThread(count), ...(atWork ? WORKS : [])] });
  page = panel.page;
}
const scroller = (): Locator => page.locator(".transcript");
const top = (): Promise<number> => scroller().evaluate((element) => element.scrollTop);
const toEnd = (): Promise<number> =>
  scroller().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
const scrollBy = async (pixels: number): Promise<void> => {
  await scroller().hover();
  await page.mouse.wheel(0, pixels);
  await page.waitForFunction(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
  );
};
const jump = (): Locator => page.getByRole("button", { name: "Jump to latest" });
const lines = (count: number, of = "line"): string => `${of}\n`.repeat(count);

describe("scrolling", () => {
  it("follows the end while the person is there", async () => {
    await open(3, true);
    for (let step = 0; step < 5; step++) {
      await panel.happen(prints("last", lines(10)));
      await expect.poll(toEnd).toBeLessThan(2);
    }
    expect(await jump().count()).toBe(0);
  });

  it("follows the end also when something above it is folded while more comes", async () => {
    await open(6, true);
    await panel.happen(prints("last", lines(10)));
    await expect.poll(toEnd).toBeLessThan(2);
    await page.evaluate(async () => {
      const [turns, block] = [document.querySelector(".turns")!, document.createElement("div")];
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      block.style.height = "1000px";
      turns.append(block);
      await frame();
      await frame();
      block.style.height = "100px";
      // The browser moves the end to its new place at once, and tells of it only with the next frame.
      void turns.parentElement!.scrollTop;
      turns.append("more", block.cloneNode(), block.cloneNode());
    });
    await expect.poll(toEnd).toBeLessThan(2);
    expect(await jump().count()).toBe(0);
  });

  it("is not yanked while the person reads above, and comes back by the pill", async () => {
    await open(6, true);
    await panel.happen(prints("last", lines(10)));
    await scrollBy(-500);
    await jump().waitFor();
    const before = await top();
    for (let step = 0; step < 5; step++) await panel.happen(prints("last", lines(10)));
    expect(await top()).toBe(before);
    await panel.screenshot("jump");
    await jump().click();
    await expect.poll(toEnd).toBeLessThan(2);
    await panel.happen(prints("last", lines(10)));
    await expect.poll(toEnd).toBeLessThan(2);
  });

  it("shows a new question of one's own, but not one that the queue sends", async () => {
    await open(6, false);
    await scrollBy(-500);
    await panel.happen(question("Mine", "msg_mine"));
    await expect.poll(toEnd).toBeLessThan(2);
    const queue = [{ id: "msg_queued", text: "Queued", files: [] }];
    await panel.update({ transcript: { ...panel.transcript, queue } });
    await scrollBy(-500);
    const before = await top();
    const [last] = panel.transcript.turns.slice(-1);
    const turns = [...panel.transcript.turns, { ...last!, id: "msg_queued", question: "Queued" }];
    await panel.update({ transcript: { ...panel.transcript, turns, queue: [] } });
    expect(await top()).toBe(before);
  });

  it("is where it was after the view was hidden", async () => {
    await open(10, false);
    await scrollBy(-700);
    const seen = (): Promise<string | undefined> =>
      page.evaluate(
        () => document.elementFromPoint(200, 120)?.closest("[data-turn]")?.textContent ?? undefined,
      );
    const [before, offset] = [await seen(), await toEnd()];
    await page.waitForFunction(() => /"place":\{/.test(sessionStorage.getItem("state") ?? ""));
    await panel.reload();
    await expect.poll(seen).toBe(before);
    expect(Math.abs((await toEnd()) - offset)).toBeLessThan(100);
    await jump().waitFor();
  });
});

describe("older turns", () => {
  it("are folded to their question, and unfolded by a click, also after a reload", async () => {
    await open(40, false);
    const folded = page.locator(".folded");
    expect(await folded.count()).toBe(28);
    expect(await folded.first().textContent()).toBe("Question 01 cell");
    await folded.first().scrollIntoViewIfNeeded();
    await panel.screenshot("folded");
    await page.getByRole("button", { name: "Question 3 1 cell" }).click();
    expect(await folded.count()).toBe(27);
    await panel.reload();
    expect(await folded.count()).toBe(27);
    expect(await page.getByRole("article", { name: "Question: Question 3", exact: true }).count()).toBe(1);
  });

  it("do not fold while the person reads them", async () => {
    await open(14, false);
    const folded = page.locator(".folded");
    expect(await folded.count()).toBe(2);
    await scrollBy(-1500);
    await jump().waitFor();
    const [last] = panel.transcript.turns.slice(-1);
    const turns = [...panel.transcript.turns, { ...last!, id: "msg_queued" }];
    const queue = [{ id: "msg_queued", text: "Queued", files: [] }];
    await panel.update({ transcript: { ...panel.transcript, queue } });
    await panel.update({ transcript: { ...panel.transcript, turns, queue: [] } });
    expect(await folded.count()).toBe(2);
    await jump().click();
    await expect.poll(() => folded.count()).toBe(3);
  });

  it("are not drawn again when something is appended", async () => {
    await open(20, true);
    await page.evaluate(() => {
      for (const turn of document.querySelectorAll(".turn")) turn.setAttribute("data-marked", "");
      const watched = window as unknown as { changed: number };
      watched.changed = 0;
      const observer = new MutationObserver((records) => (watched.changed += records.length));
      for (const turn of [...document.querySelectorAll("[data-turn]")].slice(0, -1)) {
        observer.observe(turn, { subtree: true, childList: true, attributes: true, characterData: true });
      }
    });
    await panel.happen(prints("last", "1\n"));
    expect(await page.evaluate(() => (window as unknown as { changed: number }).changed)).toBe(0);
  });
});
