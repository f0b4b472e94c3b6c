// `npm run screenshots`: makes the pictures of the README, in a VS Code of its own.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { VsCode } from "./launch.ts";
import type { Workbench } from "./workbench.ts";

const FOLDER = "docs/images";
const PLOT = "flipper-length-mm-by-species.png";
const PANEL_WIDTH = 520;
// What would stand in the pictures and is not ours.
const LOOK = {
  "breadcrumbs.enabled": false,
  "chat.disableAIFeatures": true,
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
  "workbench.tips.enabled": false,
  "files.exclude": { "**/.vscode": true },
};

const picture = (name: string): string => join(FOLDER, `${name}.png`);

await mkdir(FOLDER, { recursive: true });
const code = await VsCode.start();
try {
  await code.settings({ ...LOOK, "workbench.colorTheme": "Default Dark Modern" });
  const window = await code.window();
  await arrange(window);
  await analysis(window);
  await code.settings({ ...LOOK, "workbench.colorTheme": "Default Light Modern" });
  await window.panel.locator("body.vscode-light").waitFor();
  await panelAlone(window);
  await outputs(window);
} finally {
  await code.stop();
}

/** The chat panel at the right, so that the explorer and an editor are beside it. */
async function arrange(window: Workbench): Promise<void> {
  await window.newThread();
  await window.command("View: Move View");
  await window.pick("Chat");
  await window.pick("New Secondary Side Bar Entry");
  const bar = window.page.locator(".part.auxiliarybar");
  await bar.waitFor();
  const { x, y, width } = (await bar.boundingBox())!;
  await drag(window.page, { x, y: y + 300 }, width - PANEL_WIDTH);
}

/** Drags the border that is nearest to a point sideways. */
async function drag(page: Page, near: { x: number; y: number }, byX: number): Promise<void> {
  const boxes = await Promise.all(
    (await page.locator(".monaco-sash.vertical:not(.disabled)").all()).map((sash) => sash.boundingBox()),
  );
  const centers = boxes.flatMap((box) => (box === null ? [] : [box.x + box.width / 2]));
  const x = centers.toSorted((one, other) => Math.abs(one - near.x) - Math.abs(other - near.x))[0]!;
  await page.mouse.move(x, near.y);
  await page.mouse.down();
  await page.mouse.move(x + byX, near.y, { steps: 8 });
  await page.mouse.up();
}

/** A CSV analysed, its plot open beside it. */
async function analysis(window: Workbench): Promise<void> {
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  if ((await window.turnEnd(1)) !== "completed") throw new Error("The sample was not analysed.");
  await window.panel
    .getByRole("button", { name: `Open ${PLOT}` })
    .first()
    .click();
  await loaded(window.webviewOf("vscode.media-preview").locator("img"));
  await window.showExplorer();
  await window.page.mouse.move(0, 0);
  await window.page.screenshot({ path: picture("analysis") });
}

/** A cell with its table and the next one, without the window around them. */
async function panelAlone(window: Workbench): Promise<void> {
  await window.lastTurn.locator("figure").first().scrollIntoViewIfNeeded();
  await window.page.locator(".part.auxiliarybar").screenshot({ path: picture("panel") });
}

/** The tree with what was made and what was given. */
async function outputs(window: Workbench): Promise<void> {
  await window.showView(/^Interpreter/);
  const bar = (await window.page.locator(".part.sidebar").boundingBox())!;
  await drag(window.page, { x: bar.x + bar.width, y: bar.y + 300 }, 120);
  await window.output(PLOT).waitFor();
  await window.page.screenshot({
    path: picture("outputs"),
    clip: { ...bar, width: bar.width + 120, height: 220 },
  });
}

async function loaded(image: Locator): Promise<void> {
  await image.evaluate((element: HTMLImageElement) => element.decode());
}
