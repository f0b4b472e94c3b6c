import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Table } from "../../../src/domain/output.ts";
import { launchBrowser } from "../../browser.ts";
import { cellDone, file, prints, shows } from "../../thread/events.ts";
import { PanelPage } from "../page.ts";
import { themeOf } from "../page/themes.ts";
import { ASKED, displays, outputs, ran, runs, showsTable } from "./make.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const errors = (text: string) => outputs("c1", { kind: "stream", name: "stderr", text });
const open = (...made: Parameters<typeof ran>[2][]) =>
  PanelPage.open(browser, { changes: [...ASKED, ...ran("c1", "1", ...made)] });

describe("printed text", () => {
  it("grows in order, its two streams told apart", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", "1")] });
    await panel.happen(prints("c1", "one\nt"));
    await panel.happen(prints("c1", "wo\n"), errors("careful\n"));
    await panel.happen(prints("c1", "three\n"));
    const parts = panel.page.locator(".printed");
    expect(await parts.allTextContents()).toEqual(["one\ntwo\n", "careful\n", "three\n"]);
    expect(await panel.page.locator(".stderr").getAttribute("title")).toBe("Written to stderr");
    await panel.close();
  });

  it("has the theme's colours and its own", async () => {
    const panel = await open(
      prints("c1", "\u001b[1;31mred\u001b[0m \u001b[38;2;1;2;3mown\u001b[0m \u001b[7mback\u001b[0m"),
    );
    const colors = await panel.page
      .locator(".stream span")
      .evaluateAll((all) =>
        all.map((one) => [one.textContent, getComputedStyle(one).getPropertyValue("--ansi-color")]),
      );
    const themeRed = themeOf("dark").variables["--vscode-terminal-ansiRed"];
    expect(colors).toEqual([
      ["red", themeRed],
      ["own", "rgb(1 2 3)"],
      ["back", ""],
    ]);
    await panel.close();
  });

  it("of a long one the beginning and the end are shown, and all of it opens in an editor", async () => {
    const lines = Array.from({ length: 100_000 }, (_, line) => `line ${line}\n`).join("");
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", "1")] });
    await panel.happen(prints("c1", "\u001b[32mgreen\u001b[0m\n"));
    for (let place = 0; place < lines.length; place += 65_536)
      await panel.happen(prints("c1", lines.slice(place, place + 65_536)));
    await panel.happen(cellDone("c1"));
    const streams = panel.page.locator(".stream");
    expect(await streams.first().textContent()).toMatch(/^green\nline 0\n/);
    expect(await streams.last().textContent()).toMatch(/line 99999\n$/);
    expect(
      await streams.last().evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight),
    ).toBeLessThan(2);
    await panel.page.getByRole("button", { name: "… 1.0 MB more, open all" }).click();
    await expect
      .poll(() => panel.lastRequest("openText"))
      .toEqual({ text: `green\n${lines}`, language: "plaintext" });
    await panel.close();
  });

  it("follows its end while it grows, until the person scrolls away", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", "1")] });
    const stream = panel.page.locator(".stream");
    const left = () => stream.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
    await panel.happen(prints("c1", "line\n"));
    await panel.happen(prints("c1", "line\n".repeat(60)));
    expect(await left()).toBeLessThan(2);
    await stream.evaluate(async (one) => {
      const scrolled = new Promise((done) => one.addEventListener("scroll", done, { once: true }));
      one.scrollTop = 0;
      await scrolled;
    });
    await panel.happen(prints("c1", "line\n".repeat(10)));
    expect(await stream.evaluate((one) => one.scrollTop)).toBe(0);
    await panel.close();
  });
});

const COFFEE: Table = {
  fields: [
    { name: "country", dtype: "str" },
    { name: "year", dtype: "int64" },
    { name: "bags", dtype: "int64" },
    { name: "change", dtype: "float64" },
  ],
  data: [
    ["Vietnam", 2024, 22310, -17.5],
    ["Brazil", 2024, 50443, 28.523],
    ["Uganda", 2023, 6070, null],
  ],
  rowCount: 3,
};

describe("a table", () => {
  it("has types under its names, and numbers that can be compared", async () => {
    const panel = await open(showsTable("c1", COFFEE));
    const { page } = panel;
    expect(await page.locator("th").first().innerText()).toBe("country\nstr");
    expect(await page.locator("tbody tr").allInnerTexts()).toEqual([
      "Vietnam\t2024\t22,310\t-17.500",
      "Brazil\t2024\t50,443\t28.523",
      "Uganda\t2023\t6,070\t–",
    ]);
    const cell = page.getByRole("cell", { name: "22,310" });
    expect(await cell.evaluate((one) => getComputedStyle(one).textAlign)).toBe("right");
    expect(await cell.getAttribute("title")).toBe("22310");
    expect(await page.locator(".tools").innerText()).toContain("3 rows");
    await panel.close();
  });

  it("is sorted by its heads, by keyboard too", async () => {
    const panel = await open(showsTable("c1", COFFEE));
    const { page } = panel;
    const names = () => page.locator("tbody tr td:first-child").allInnerTexts();
    const sort = page.getByRole("button", { name: "bags" });
    const head = page.getByRole("columnheader", { name: "bags" });
    expect(await head.getAttribute("aria-sort")).toBe("none");
    await sort.press("Enter");
    expect(await names()).toEqual(["Uganda", "Vietnam", "Brazil"]);
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await sort.press("Space");
    expect(await names()).toEqual(["Brazil", "Vietnam", "Uganda"]);
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    await sort.click();
    expect(await names()).toEqual(["Vietnam", "Brazil", "Uganda"]);
    await panel.close();
  });

  it("that is whole is copied and opened whole", async () => {
    const panel = await open(showsTable("c1", COFFEE));
    const { page } = panel;
    await page.getByRole("button", { name: "Copy: the table" }).click();
    expect(panel.lastRequest("copy")).toMatchObject({
      text: expect.stringContaining("Vietnam\t2024\t22310\t-17.5\n"),
    });
    await page.getByRole("button", { name: "CSV" }).click();
    expect(panel.lastRequest("openText")).toMatchObject({
      language: "csv",
      text: expect.stringMatching(/^country,year/),
    });
    await page.getByRole("button", { name: "Open all" }).click();
    expect(panel.lastRequest("openText")).toMatchObject({ language: "plaintext" });
    await panel.close();
  });

  it("of which the page has a part says so wherever that matters", async () => {
    const data = Array.from({ length: 200 }, (_, row) => [`row ${row}`, row]);
    const fields = COFFEE.fields.slice(0, 2);
    const panel = await open(showsTable("c1", { fields, data, rowCount: 12_345 }));
    const { page } = panel;
    const tools = page.locator(".tools");
    expect(await tools.innerText()).toContain("10 of 12,345 rows");
    expect(await page.getByRole("button", { name: "Open first 200" }).count()).toBe(1);
    expect(await page.getByRole("button", { name: "Copy: the first 200 rows" }).count()).toBe(1);
    await page.getByRole("button", { name: "Show first 200" }).click();
    expect(await page.locator("tbody tr").count()).toBe(200);
    expect(await tools.innerText()).toContain("200 of 12,345 rows");
    // The head stays in view.
    await page.locator(".table").evaluate((one) => (one.scrollTop = 2000));
    const [table, head] = await Promise.all([
      page.locator(".table").boundingBox(),
      page.locator("th").first().boundingBox(),
    ]);
    expect(head?.y).toBeCloseTo(table?.y ?? -1, 0);
    await panel.close();
  });
});

describe("a picture", () => {
  it("is shown, opens, can be saved, copied and found", async () => {
    const panel = await open(shows("c1", { ...file("plot.png"), mime: "image/png" }));
    const { page } = panel;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const image = page.locator("figure img");
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(100);
    for (const [name, type] of [
      ["Open plot.png", "openFile"],
      ["Save As…: plot.png", "saveFile"],
      ["Reveal: plot.png", "revealFile"],
    ] as const) {
      await page.locator("figure").getByRole("button", { name }).click();
      expect(panel.lastRequest(type)).toEqual({ name: "plot.png" });
    }
    await page.getByRole("button", { name: "Copy image" }).click();
    await page.locator("figcaption .codicon-check").waitFor();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await createImageBitmap(await item!.getType("image/png"))).width;
    });
    expect(copied).toBe(await image.evaluate((one: HTMLImageElement) => one.naturalWidth));
    await panel.close();
  });

  it("that cannot be copied says what helps", async () => {
    const panel = await open(shows("c1", file("plot.png")));
    await panel.page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new Error("denied"));
    });
    await panel.page.getByRole("button", { name: "Copy image" }).click();
    await expect.poll(() => panel.page.getByText("Save it by “Save As…” instead.").isVisible()).toBe(true);
    await panel.close();
  });

  it("that is gone says so", async () => {
    const panel = await open(shows("c1", file("gone.png")));
    await expect
      .poll(() => panel.page.getByText("The picture gone.png cannot be loaded.").isVisible())
      .toBe(true);
    await panel.close();
  });
});

describe("of a bundle the richest form that is safe is shown", () => {
  it.each([
    [
      "Markdown",
      { "text/markdown": "**bold** ![x](http://x/y.png)", "text/plain": "no" },
      ".markdown strong",
      "bold",
    ],
    ["HTML", { "text/html": "<p>Hi <b>you</b></p>", "text/plain": "no" }, ".html b", "you"],
    ["JSON", { "application/json": { a: [1, null] } }, ".code", '"a": [\n    1,\n    null\n  ]'],
    ["LaTeX with a plain form", { "text/latex": "$x^2$", "text/plain": "x**2" }, ".stream", "x**2"],
    ["LaTeX alone", { "text/latex": "$x^2$" }, ".stream", "$x^2$"],
    [
      "a plot that is a script",
      { "text/html": "<div id=x></div><script>1</script>", "text/plain": "Figure" },
      ".stream",
      "Figure",
    ],
    ["something unknown", { "application/x-own": { a: 1 } }, ".unshown", "no form that can be shown"],
    [
      "wrong types",
      { "text/plain": 5, "text/html": ["<b>"], "text/markdown": null },
      ".unshown",
      "no form that can be shown",
    ],
    ["nothing", {}, ".unshown", "no form that can be shown"],
  ])("%s", async (_, data, selector, shown) => {
    const panel = await open(displays("c1", data));
    expect(await panel.page.locator(`.output ${selector}`).innerText()).toContain(shown);
    expect(await panel.page.locator(".output img").count()).toBe(0);
    await panel.close();
  });

  it("JSON that is long is folded", async () => {
    const panel = await open(displays("c1", { "application/json": Array.from({ length: 50 }, (_, n) => n) }));
    expect(await panel.page.locator(".output .code").count()).toBe(0);
    await panel.page.getByRole("button", { name: "JSON, 52 lines" }).click();
    expect(await panel.page.locator(".output .code").innerText()).toContain("49");
    await panel.close();
  });
});
