import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../../src/domain/event.ts";
import type { Json } from "../../../src/domain/json.ts";
import type { Table } from "../../../src/domain/output.ts";
import { TABLE_MIME } from "../../../src/domain/tableMime.ts";
import { launchBrowser } from "../../browser.ts";
import { prints, question } from "../../thread/events.ts";
import { PanelPage } from "../page.ts";
import { accessibilityFaults } from "../page/accessibility.ts";
import { ASKED, displays, ENDED, fails, outputs, ran, says, showsTable } from "./make.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const HTML = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b onclick="window.hacked=1">b</b>`;
const wide = (columns: number): Table => ({
  fields: Array.from({ length: columns }, (_, column) => ({ name: `c${column}`, dtype: "float64" })),
  data: Array.from({ length: 200 }, (_, row) =>
    Array.from({ length: columns }, (__, column) => row * column),
  ),
  rowCount: 200,
});
const deep = (levels: number): Json => {
  let value: Json = "end";
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
};
const wrong = (data: unknown): Change =>
  displays("c1", { [TABLE_MIME]: data as Json, "text/plain": "instead" });

const NASTY: Record<string, readonly Change[]> = {
  "HTML in every place": [
    prints("c1", HTML),
    fails("c1", HTML, HTML, HTML),
    showsTable("c1", { fields: [{ name: HTML, dtype: HTML }], data: [[HTML]], rowCount: 1 }),
    displays("c1", { "text/html": HTML }),
    displays("c1", { "text/markdown": HTML }),
    displays("c1", { "application/json": { [HTML]: HTML } }),
    displays("c1", { "text/latex": HTML }),
    outputs("c1", { kind: "image", file: { id: HTML, name: HTML, bytes: 1, mime: HTML }, alt: HTML }),
  ],
  "HTML that would take the page": [
    displays("c1", {
      "text/html": `<style>*{display:none}</style><div class="jump" id="root" style="position:fixed;inset:0">x</div>
        <a href="javascript:window.hacked=1">a</a><form action="http://x"><input name=a><button>send</button></form>
        <iframe srcdoc="<script>parent.hacked=1</script>"></iframe><svg onload="window.hacked=1"></svg><base href="http://x">
        <a href="http://example.com" target=_blank>out</a><meta http-equiv=refresh content="0;url=http://x">
        <table><td background="http://x/y.png">cell</table><math><mi xlink:href="javascript:1">m</mi></math>`,
    }),
  ],
  "a table of 10,000 columns": [showsTable("c1", wide(10_000))],
  "a table without columns or rows": [
    showsTable("c1", { fields: [], data: [], rowCount: 0 }),
    showsTable("c1", { fields: [{ name: "a", dtype: "int64" }], data: [], rowCount: 0 }),
    showsTable("c1", { fields: [{ name: "a", dtype: "int64" }], data: [[], [1, 2, 3]], rowCount: 2 }),
  ],
  "values that are no values": [
    showsTable("c1", {
      fields: [
        { name: "", dtype: "float64" },
        { name: "words", dtype: "object" },
      ],
      data: [
        [null, "NaN"],
        ["inf", "None"],
        ["-inf", ""],
        [1e300, " "],
        [-1e-300, "𝕏".repeat(2000)],
        [0, "a\nb\tc"],
        [5e-324, "\u0000\u0007\u001b[31m"],
      ],
      rowCount: 7,
    }),
  ],
  "tables that are none": [
    wrong({ fields: [{ name: "a", dtype: "b" }], data: [[{ deep: [1] }]], rowCount: 1 }),
    wrong({ fields: "abc", data: 1, rowCount: {} }),
    wrong([1, 2]),
    wrong({ fields: [{ name: "a", dtype: "int64" }], data: [["x", null, true]], rowCount: -5 }),
  ],
  "one line of a megabyte": [
    prints("c1", "x".repeat(2 ** 20)),
    displays("c1", { "text/plain": "y".repeat(2 ** 18) }),
  ],
  "other scripts and pictures in text": [
    prints("c1", "שלום עולם abc\n👩‍👩‍👧‍👦🇰🇷 e\u0301 \ud800 \udfff ﷽\n\u202eevil\u202c Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L\n"),
    showsTable("c1", {
      fields: [{ name: "مدينة", dtype: "str" }],
      data: [["القاهرة"], ["서울"]],
      rowCount: 2,
    }),
  ],
  "bombs of escape sequences": [
    prints("c1", "\u001b[31m".repeat(50_000)),
    prints("c1", `\u001b[${"9;".repeat(100_000)}m`),
    prints("c1", "\u001b]8;;".repeat(20_000)),
    prints("c1", `\u001b[${"1".repeat(500_000)}`),
    prints("c1", "\u001b[1ma\u001b[2mb\r".repeat(20_000)),
    prints("c1", "a\b".repeat(100_000)),
    prints("c1", `${"\u001b[999999999C".repeat(1000)}\u001b[999999999D\u001b[99999999999999999999G`),
  ],
  "JSON of many levels": [displays("c1", { "application/json": deep(500) })],
  "a bundle of wrong types": [
    displays("c1", {
      "text/html": 5,
      "text/markdown": ["a"],
      "text/plain": { a: 1 },
      "image/png": "not one",
    }),
    displays("c1", { "application/json": null }),
    displays("c1", {}),
  ],
  "a traceback of a quarter of a megabyte": [
    fails(
      "c1",
      "RecursionError",
      "deep\n".repeat(400),
      '  File "<cell 1>", line 1, in f\n    f()\n'.repeat(6000),
    ),
  ],
};

describe.each(Object.entries(NASTY))("%s", (name, changes) => {
  it("does no harm: all of it is shown in some form, and the page goes on", async () => {
    const answer = says("t1", "It **works** still.");
    const panel = await PanelPage.open(browser, {
      changes: [...ASKED, ...ran("c1", `# ${HTML}`, ...changes), ...answer, ENDED],
    });
    const { page } = panel;
    expect(await page.locator(".turn > .markdown strong").textContent()).toBe("works");
    expect(await page.locator(".output").count()).toBeGreaterThan(0);
    for (const output of await page.locator(".output").all()) expect(await output.textContent()).not.toBe("");
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(
      await page.locator(".output :is(script, style, iframe, form, input, svg, base, meta)").count(),
    ).toBe(0);
    const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBe(inner);
    await panel.screenshot(`nasty-${name.replaceAll(/\W+/g, "-")}`);
    await panel.happen(question("Are you there?", "msg_2"));
    expect(await page.locator(".turn").count()).toBe(2);
    await panel.close();
  });
});

it("a block that cannot be drawn says so, and opens as text; the others stay", async () => {
  const broken = { kind: "error", name: "E", message: 5, traceback: null } as never;
  const changes = [
    ...ASKED,
    ...ran("c1", "1", prints("c1", "before\n"), outputs("c1", broken), prints("c1", "after\n")),
  ];
  const panel = await PanelPage.open(browser, { changes });
  await panel.page.getByText("This output cannot be shown.").waitFor();
  expect(await panel.page.locator(".stream").allTextContents()).toEqual(["before\n", "after\n"]);
  await panel.page.getByRole("button", { name: "Open as text" }).click();
  expect(panel.lastRequest("openText")).toMatchObject({ text: expect.stringContaining('"message": 5') });
  expect(await accessibilityFaults(panel.page)).toEqual([]);
  await panel.close();
});
