import { mkdir } from "node:fs/promises";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { becomes, chooseFromMenu, SOON_MS } from "./menu.ts";
import { until } from "./until.ts";

const STEP_MS = 30_000;
const EXTENSION = "code-interpreter.code-interpreter";

/** A person's acts in a VS Code window. Everything waits for what it needs, by condition. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(STEP_MS);
  }

  /** Waits for the window, and puts VS Code's own chat away: it would stand in every picture. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .statusbar").waitFor({ timeout: 60_000 });
    const ownChat = this.page.locator(".part.auxiliarybar");
    await until(async () => {
      if (!(await ownChat.isVisible())) return true;
      await ownChat
        .getByRole("button", { name: "Hide Secondary Side Bar" })
        .click({ timeout: SOON_MS })
        .catch(() => {});
      return false;
    });
  }

  /** As a person reloads the page, or VS Code its window. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** A file in the explorer. */
  file(name: string): Locator {
    return this.page.locator(".explorer-folders-view").getByRole("treeitem", { name, exact: true });
  }

  async showExplorer(): Promise<void> {
    await this.showView(/Explorer/);
  }

  /** A view of the activity bar. */
  async showView(name: RegExp): Promise<void> {
    const tab = this.page.getByRole("tab", { name }).first();
    // A click on the view that is shown would hide it.
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  }

  /** Right-click on a file in the explorer, then one of the menu's items. */
  async explorerMenu(name: string, item: string): Promise<void> {
    await this.showExplorer();
    await chooseFromMenu(this.page, () => this.file(name).click({ button: "right" }), item);
  }

  /** Opens a file, selects all of it, and chooses from the editor's context menu. */
  async selectionMenu(name: string, item: string): Promise<void> {
    await this.openFile(name);
    await this.page.keyboard.press("ControlOrMeta+a");
    const text = this.page.locator(".editor-instance .view-lines").first();
    await chooseFromMenu(this.page, () => text.click({ button: "right", position: { x: 30, y: 8 } }), item);
  }

  async openFile(name: string): Promise<void> {
    await this.showExplorer();
    await this.file(name).dblclick();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".editor-instance .view-line").first().click();
  }

  /** A command by its full title, through the palette; its list is as old as its opening, so it is opened again. */
  async command(title: string): Promise<void> {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    const find = async (): Promise<boolean> => {
      await this.page.keyboard.press("F1");
      const input = this.page.locator(".quick-input-widget input.input").first();
      // A list that is just closing, or a page that is just loading, swallows the key.
      await input.fill(`>${title}`, { timeout: SOON_MS }).catch(() => {});
      if (await becomes(row, "visible")) return true;
      await this.page.keyboard.press("Escape");
      return false;
    };
    await until(find);
    await row.click();
  }

  /** The question box. */
  get box(): Locator {
    return this.panel.getByRole("textbox", { name: "Question" });
  }

  get stopButton(): Locator {
    return this.panel.getByRole("button", { name: "Stop", exact: true });
  }

  /** Questions that wait for the run that works. */
  get queue(): Locator {
    return this.panel.getByRole("list", { name: "Queued questions" });
  }

  /** What the assistant said last. */
  get answer(): Locator {
    return this.lastTurn.locator(".markdown").last();
  }

  /** What the code of the newest turn printed, once it holds `text`. */
  printed(text: string): Locator {
    return this.lastTurn.locator(".stream", { hasText: text }).first();
  }

  /** An entry of the list that is open, by its beginning. */
  async pick(label: string): Promise<void> {
    await this.quickPick.filter({ hasText: label }).first().click();
  }

  get quickPick(): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row");
  }

  /** An empty thread, with the panel in view. */
  async newThread(): Promise<void> {
    await this.command("Interpreter: New Thread");
    await this.box.waitFor();
    await until(async () => (await this.turns.count()) === 0);
  }

  /** Opens a thread from the list of all, by its title or by its place: 0 is the newest. */
  async openThread(which: string | number): Promise<void> {
    await this.command("Interpreter: Open Thread…");
    await this.page.locator(".quick-input-title", { hasText: "Open a thread" }).waitFor();
    await (typeof which === "string" ? this.pick(which) : this.quickPick.nth(which).click());
  }

  /** Inside of the chat panel. */
  get panel(): FrameLocator {
    return this.webviewOf(EXTENSION);
  }

  /** Inside of the newest webview of an extension. */
  webviewOf(extensionId: string): FrameLocator {
    const [outer, inner] = webviewFrames(extensionId);
    return this.page.frameLocator(outer).frameLocator(inner);
  }

  /** The chat panel's place: frame in frame, then its whole page. */
  get panelFrames(): string[] {
    return [...webviewFrames(EXTENSION), "body"];
  }

  /** Questions with all that was done about each. */
  get turns(): Locator {
    return this.panel.locator(".turn");
  }

  get lastTurn(): Locator {
    return this.turns.last();
  }

  /** Waits until the newest of `count` turns has ended, and gives how. */
  async turnEnd(count = 1, timeout = 90_000): Promise<string> {
    await until(async () => (await this.turns.count()) === count);
    await this.lastTurn.locator(".meta").waitFor({ timeout });
    return (await this.lastTurn.getAttribute("data-state")) ?? "";
  }

  async ask(question: string): Promise<void> {
    await this.box.fill(question);
    await this.box.press("Enter");
  }

  /** Lets the built-in analyst run a piece of Python as it is. */
  async run(code: string): Promise<void> {
    await this.ask(`Run this:\n\`\`\`python\n${code}\n\`\`\``);
  }

  /** The whole transcript as a person reads it, without what changes by itself. */
  async transcript(): Promise<string[]> {
    return this.turns.allInnerTexts();
  }

  /** The Outputs view. */
  get outputs(): Locator {
    return this.page.locator(".pane", { hasText: "Outputs" });
  }

  /** A row in the Outputs view. */
  output(name: string): Locator {
    return this.outputs.locator(".monaco-list-row", { hasText: name }).first();
  }

  /** Right-click on a row in the Outputs view, then one of the menu's items. */
  async outputMenu(name: string, item: string): Promise<void> {
    await chooseFromMenu(this.page, () => this.output(name).click({ button: "right" }), item);
  }

  /** A button of a row in the Outputs view, which is there while the mouse is over it. */
  async outputAction(name: string, title: string): Promise<void> {
    await this.output(name).hover();
    await this.output(name).getByRole("button", { name: title }).click();
  }

  /** Where VS Code asks for a word or, in its server build, for a path. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget input.input").first();
  }

  /** A question that has to be answered first. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Goes over to a workspace of `count` folders, in the same window; gives them as the explorer shows them. */
  async openWorkspace(path: string, count: number): Promise<Locator> {
    const url = new URL(this.page.url());
    url.searchParams.delete("folder");
    url.searchParams.set("workspace", path);
    const folders = this.page.locator(".explorer-folders-view").getByRole("treeitem", { level: 1 });
    // The server build may read it before it can, and then stays without folders.
    await until(async () => {
      await this.page.goto(url.href);
      await this.ready();
      await this.showExplorer();
      return becomes(folders.nth(count - 1), "visible");
    }, 3 * STEP_MS);
    return folders;
  }

  /** Waits until VS Code has said it. Under test it shows no toasts: its list of notifications is opened. */
  async said(text: string): Promise<void> {
    const notifications = this.page.locator(".notifications-center");
    if (!(await notifications.isVisible())) await this.command("Notifications: Show Notifications");
    await notifications.locator(".notification-list-item", { hasText: text }).first().waitFor();
    await this.command("Notifications: Clear All Notifications");
  }

  async screenshot(name: string): Promise<void> {
    await mkdir("test-results", { recursive: true });
    await this.page.screenshot({ path: `test-results/${name}.png` });
  }
}

function webviewFrames(extensionId: string): [outer: string, inner: string] {
  return [`iframe.webview.ready[src*="extensionId=${extensionId}"]`, "#active-frame"];
}
