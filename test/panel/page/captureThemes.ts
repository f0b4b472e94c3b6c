// `node test/panel/page/captureThemes.ts`: reads what VS Code gives to a webview's page in its default theme of each
// kind, and writes it to test/fixtures/panelThemes.json. To be run again when VS Code's themes change.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { launchBrowser } from "../../browser.ts";
import { pageUrl, startServer } from "../../vscode/server.ts";
import { ensureServer } from "../../vscode/setup.ts";
import type { Theme, ThemeKind } from "./themes.ts";

const NAMES: Record<ThemeKind, string> = {
  dark: "Dark 2026",
  light: "Light 2026",
  "high-contrast": "Dark High Contrast",
  "high-contrast-light": "Light High Contrast",
};

const root = await mkdtemp(join(tmpdir(), "themes-"));
const server = await startServer(
  await ensureServer((line) => void process.stdout.write(`${line}\n`)),
  join(root, "data"),
);
const browser = await launchBrowser();
try {
  const page = await (await browser.newContext()).newPage();
  await page.goto(pageUrl(server, root));
  const tab = page.getByRole("tab", { name: /Interpreter/ }).first();
  await tab.click({ timeout: 60_000 });
  const frame = await panelFrame(page);
  const themes: Record<string, Theme> = {};
  for (const [kind, name] of Object.entries(NAMES)) {
    await choose(page, name);
    await frame.waitForSelector(`body.vscode-${kind}`, { state: "attached" });
    themes[kind] = await read(frame);
  }
  await writeFile("test/fixtures/panelThemes.json", compact(themes));
} finally {
  await browser.close();
  await server.stop();
  await rm(root, { recursive: true, force: true });
}

async function panelFrame(page: Page): Promise<Frame> {
  for (;;) {
    for (const frame of page.frames()) {
      if ((await frame.locator(".composer").count()) > 0) return frame;
    }
    await page.waitForTimeout(200);
  }
}

async function choose(page: Page, theme: string): Promise<void> {
  const row = page.locator(".quick-input-list .monaco-list-row");
  const input = page.locator(".quick-input-widget input.input").first();
  await page.keyboard.press("F1");
  await input.fill(">Preferences: Color Theme");
  await row.filter({ hasText: "Preferences: Color Theme" }).first().click();
  await input.fill(theme);
  await row.filter({ hasText: theme }).first().click();
}

function read(frame: Frame): Promise<Theme> {
  return frame.evaluate(() => {
    const { style } = document.documentElement;
    const names = Array.from(style).filter((name) => name.startsWith("--"));
    return {
      classes: Array.from(document.body.classList),
      styles: (document.getElementById("_defaultStyles")?.textContent ?? "").replace(/\s+/g, " "),
      variables: Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])),
    };
  });
}

/** JSON with a line for each variable, so that a change of a theme is a small one. */
function compact(themes: Record<string, Theme>): string {
  const kinds = Object.keys(themes);
  const names = [...new Set(Object.values(themes).flatMap(({ variables }) => Object.keys(variables)))].sort();
  const lines = names.map(
    (name) =>
      `    ${JSON.stringify(name)}: ${JSON.stringify(kinds.map((kind) => themes[kind]?.variables[name] ?? null))}`,
  );
  const head = { kinds, classes: kinds.map((kind) => themes[kind]?.classes), styles: themes["dark"]?.styles };
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "variables": {\n${lines.join(",\n")}\n  }\n}\n`;
}
