import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../../src/domain/event.ts";
import { launchBrowser } from "../../browser.ts";
import { file, prints, shows } from "../../thread/events.ts";
import { PanelPage } from "../page.ts";
import { accessibilityFaults } from "../page/accessibility.ts";
import { THEME_KINDS } from "../page/themes.ts";
import { COFFEE_END, COFFEE_RUN } from "../threads.ts";
import { ASKED, displays, ENDED, fails, outputs, ran, runs, says, showsTable } from "./make.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const CODE = `# Fit a line
import numpy as np
from scipy import stats

def fit(x: list[float], y: list[float]) -> float:
    """Slope of y over x."""
    return stats.linregress(x, y).slope

print(f"slope {fit([1, 2], [3, 4.5]):.2f}", None, True)`;
const COLORS = [30, 31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96, 97]
  .map((code) => `\u001b[${code}m${code}\u001b[0m`)
  .join(" ");
const TRACE = [
  "Traceback (most recent call last):",
  '  File "<cell 3>", line 9, in <module>',
  '    print(f"slope {fit([1, 2], [3]):.2f}")',
  "                   ^^^^^^^^^^^^^^^^",
  '  File "/lib/python3.13/site-packages/scipy/stats/_stats_py.py", line 142, in linregress',
  '    raise ValueError("all input array dimensions must match")',
  "ValueError: all input array dimensions must match",
].join("\n");

const LOOKS: Record<string, readonly Change[]> = {
  mock: [...COFFEE_RUN, ...COFFEE_END],
  failed: [
    ...ASKED,
    ...ran(
      "c1",
      CODE,
      prints("c1", "begin\n"),
      fails("c1", "ValueError", "all input array dimensions must match", TRACE),
    ),
  ],
  running: [
    ...ASKED,
    ...runs("c1", CODE),
    prints("c1", `${COLORS}\n\u001b[1mbold\u001b[0m \u001b[4munder\u001b[0m \u001b[7mback\u001b[0m\n`),
    outputs("c1", { kind: "stream", name: "stderr", text: "DeprecationWarning: old\n" }),
    prints("c1", "\r 40 %|████      |"),
  ],
  long: [
    ...ASKED,
    ...ran(
      "c1",
      "print()",
      prints("c1", Array.from({ length: 9000 }, (_, line) => `line ${line} of what was printed\n`).join("")),
    ),
  ],
  words: [
    ...ASKED,
    ...ran(
      "c1",
      "1",
      displays("c1", { "application/json": { a: [1, 2.5, null, true, "x"] } }),
      displays("c1", {
        "text/html":
          "<table><tr><th>a</th><td>1</td></tr></table><p>and <a href='https://example.com'>more</a></p>",
      }),
      shows("c1", file("gone.png")),
    ),
    ...says(
      "t1",
      "## Result\n\nThe **slope** is `1.5`, see [the paper](https://example.com).\n\n> quoted\n\n| x | y |\n|---|--:|\n| a | 1 |\n\n```sql\nSELECT a, count(*) FROM t WHERE b = 'x'\n```\n\n1. one\n2. two",
    ),
    ENDED,
  ],
  wide: [
    ...ASKED,
    ...ran(
      "c1",
      "df",
      showsTable("c1", {
        fields: ["", "country", "continent", "life_expectancy", "population", "gdp_per_capita", "year"].map(
          (name, column) => ({
            name,
            dtype: [1, 2].includes(column) ? "str" : column === 5 || column === 3 ? "float64" : "int64",
          }),
        ),
        data: Array.from({ length: 60 }, (_, row) => [
          row,
          `Country ${row}`,
          "Europe",
          60 + row / 7,
          1_000_000 * row,
          1234.5678 * row,
          1952 + row,
        ]),
        rowCount: 1704,
      }),
    ),
  ],
};

describe.each(Object.entries(LOOKS))("cells and outputs: %s", (name, changes) => {
  it("are drawn in every theme and width without a fault", async () => {
    const panel = await PanelPage.open(browser, { changes });
    await panel.page.locator(".transcript").evaluate((one) => (one.scrollTop = 0));
    for (const kind of THEME_KINDS) {
      await panel.setTheme(kind);
      await panel.screenshot(`cells-${name}-${kind}`);
      expect(await accessibilityFaults(panel.page), kind).toEqual([]);
    }
    await panel.setTheme("dark");
    await panel.page.setViewportSize({ width: 260, height: 2400 });
    await panel.screenshot(`cells-${name}-narrow`);
    expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBe(260);
    expect(await accessibilityFaults(panel.page)).toEqual([]);
    await panel.close();
  });
});
