import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../browser.ts";
import { prints, text, words } from "../../thread/events.ts";
import { PanelPage } from "../page.ts";
import { ASKED, ENDED, ran, says, showsTable } from "./make.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (answer: string) =>
  PanelPage.open(browser, { changes: [...ASKED, ...says("t1", answer), ENDED] });

describe("words of a model", () => {
  it("are Markdown, with code that can be copied", async () => {
    const panel = await open(
      "# Result\n\nIt is *so* &eacute; `x`:\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n```python\nprint('<b>')  # 1\n```\n\n- one\n  - two\n\n```nope\nas <it> is\n```",
    );
    const { page } = panel;
    expect(await page.locator(".markdown h1").innerText()).toBe("Result");
    expect(await page.locator(".markdown em").innerText()).toBe("so");
    expect(await page.locator(".markdown p").first().innerText()).toBe("It is so é x:");
    expect(await page.locator(".markdown td").allInnerTexts()).toEqual(["1", "2"]);
    expect(await page.locator(".markdown li li").innerText()).toBe("two");
    expect(await page.locator(".snippet .hljs-string").innerText()).toBe("'<b>'");
    expect(await page.locator(".snippet pre").last().innerText()).toBe("as <it> is");
    await page.getByRole("button", { name: "Copy: code" }).first().click();
    expect(panel.lastRequest("copy")).toEqual({ text: "print('<b>')  # 1\n" });
    await panel.close();
  });

  it("bring nothing but words: no HTML, no pictures, no addresses that do things", async () => {
    const panel = await open(
      [
        "<img src=x onerror=alert(1)> <script>alert(1)</script>",
        "![picture](https://example.com/x.png)",
        "[js](javascript:alert(1)) [data](data:text/html,x) [file](file:///etc/passwd) [cmd](command:workbench.action.quit)",
        "<javascript:alert(1)> https://example.com/a?b=1&c",
        "[id](#root) [rel](../../x) [vs](vscode://x/y)",
      ].join("\n\n"),
    );
    const links = panel.page.locator(".markdown a");
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual([
      "https://example.com/x.png",
      "https://example.com/a?b=1&c",
    ]);
    expect(await panel.page.locator(".markdown :is(img, script)").count()).toBe(0);
    await panel.close();
  });

  it("have links that say where they lead, and open files of the thread", async () => {
    const panel = await open(
      "[site](https://example.com/caf%C3%A9) and [the file](sandbox:/mnt/data/my%20plot%20(1).png), [too](sandbox:/mnt/data/a b.csv), [plain](/mnt/data/c.csv)",
    );
    const { page } = panel;
    expect(await page.getByRole("link", { name: "site" }).getAttribute("title")).toBe(
      "https://example.com/café",
    );
    for (const [link, name] of [
      ["the file", "my plot (1).png"],
      ["too", "a b.csv"],
      ["plain", "c.csv"],
    ] as const) {
      await page.getByRole("link", { name: link }).press("Enter");
      expect(panel.lastRequest("openFile")).toEqual({ name });
    }
    await panel.close();
  });

  it("grow block by block: what is finished is not drawn again, and the end is as if it had come at once", async () => {
    const whole =
      "First *paragraph*\nof two lines.\n\n1. one\n2. two\n\n   more\n\n```python\nx = 1\n\ny = 2\n```\n\n| a |\n|---|\n| 1 |\n\nLast **words**.\n";
    const panel = await PanelPage.open(browser, { changes: [...ASKED, text("t1")] });
    const { page } = panel;
    const shape = () =>
      page.locator(".markdown").evaluate((one) => one.textContent + one.querySelectorAll("*").length);
    for (let place = 0; place < whole.length; place += 7) {
      await panel.happen(words("t1", whole.slice(place, place + 7)));
      if (place === 42) {
        await page
          .locator(".markdown p")
          .first()
          .evaluate((one) => (one.id = "kept"));
      }
    }
    expect(await page.locator("#kept").innerText()).toBe("First paragraph of two lines.");
    const grown = await shape();
    await panel.close();
    const other = await PanelPage.open(browser, { changes: [...ASKED, ...says("t1", whole)] });
    expect(
      await other.page
        .locator(".markdown")
        .evaluate((one) => one.textContent + one.querySelectorAll("*").length),
    ).toBe(grown);
    await other.close();
  });
});

describe("a number of the answer that a cell printed", () => {
  const CHANGES = [
    ...ASKED,
    ...ran(
      "c1",
      "# Read the file\nx",
      showsTable("c1", { fields: [{ name: "change", dtype: "float64" }], data: [[-17.5]], rowCount: 1 }),
    ),
    ...ran("c2", "# Say more\nx", prints("c2", `${"line\n".repeat(80)}bags 39247\n`)),
    ...says("t1", "It fell by **17.5 %**, of `39247`, that is 39,247 bags, not 12.5 %."),
  ];

  it("leads to it once the answer is whole, by mouse and keyboard", async () => {
    const panel = await PanelPage.open(browser, { changes: CHANGES, height: 500 });
    const { page } = panel;
    const links = page.locator(".markdown a");
    expect(await links.count()).toBe(0);
    await panel.happen(ENDED);
    expect(await links.allInnerTexts()).toEqual(["17.5 %", "39,247"]);
    expect(await links.first().getAttribute("title")).toBe("From “Read the file”");
    await links.first().press("Enter");
    const output = page.locator("#output-c1-0");
    expect(
      await output.evaluate((one) => one === document.activeElement && one.classList.contains("flash")),
    ).toBe(true);
    await expect
      .poll(() =>
        output.evaluate((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        }),
      )
      .toBe(true);
    await expect
      .poll(() => output.evaluate((one) => one.classList.contains("flash")), { timeout: 10_000 })
      .toBe(false);
    await panel.close();
  });
});
