import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser.ts";
import { installExtension, pageUrl, type Server, startServer } from "./server.ts";
import { ensureServer } from "./setup.ts";
import { Workbench } from "./workbench.ts";

/** A VS Code with our extension, on data of its own; windows come and go. */
export class VsCode {
  /** A copy of the samples, to be opened and changed. */
  readonly folder: string;
  /** Place of the extensions under development; null: ours is installed. */
  #developed: string | null;
  readonly #root: string;
  readonly #main: string;
  readonly #browser: Browser;
  #server: Server;

  /** `trusts`: whether it trusts every folder, or asks. `vsix`: ours is installed from there, as people have it. */
  static async start({ trusts = true, vsix = "" } = {}): Promise<VsCode> {
    const main = await ensureServer((line) => void process.stdout.write(`${line}\n`));
    const root = await mkdtemp(join(tmpdir(), "vscode-"));
    await cp("samples", join(root, "samples"), { recursive: true });
    if (vsix !== "") await installExtension(main, join(root, "data"), vsix);
    const [server, browser] = await Promise.all([
      startServer(main, join(root, "data"), { trusts }),
      launchBrowser(),
    ]);
    return new VsCode(root, main, server, browser, vsix !== "");
  }

  private constructor(root: string, main: string, server: Server, browser: Browser, isInstalled: boolean) {
    this.#developed = isInstalled ? null : resolve(".");
    this.#root = root;
    this.#main = main;
    this.#server = server;
    this.#browser = browser;
    this.folder = join(root, "samples");
  }

  /** Where an installed extension lies. */
  async installedFolder(): Promise<string> {
    const folder = join(this.#root, "data", "extensions");
    const name = (await readdir(folder)).find((entry) => entry.startsWith("code-interpreter."));
    return join(folder, name ?? "nothing was installed");
  }

  /** Gives windows that are opened from now on the extension in `folder` beside ours. */
  async addExtension(folder: string): Promise<void> {
    // VS Code takes one place of extensions under development; that may hold several.
    const extensions = join(this.#root, "extensions");
    await mkdir(extensions);
    await symlink(resolve("."), join(extensions, "ours"), "junction");
    await symlink(resolve(folder), join(extensions, "other"), "junction");
    this.#developed = extensions;
  }

  /** Opens a window on `folder` (null: on nothing). */
  async window(folder: string | null = this.folder): Promise<Workbench> {
    const context = await this.#browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    await page.goto(pageUrl(this.#server, folder, undefined, this.#developed));
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /** Writes the folder's own settings; windows take them in at once. */
  async settings(values: Readonly<Record<string, unknown>>): Promise<void> {
    await mkdir(join(this.folder, ".vscode"), { recursive: true });
    await writeFile(join(this.folder, ".vscode/settings.json"), JSON.stringify(values));
  }

  /** Keeps a picture of every window, named after a test that failed. */
  async screenshots(name: string): Promise<void> {
    const pages = this.#browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) await new Workbench(page).screenshot(`${name}-${index}`);
  }

  /** Runs a test module inside the extension host; resolves to its exit code and what it logged. */
  async runInHost(testsPath: string): Promise<{ code: number; log: string }> {
    const page = await (await this.#browser.newContext()).newPage();
    let log = "";
    try {
      const code = await new Promise<number>((done, reject) => {
        void Promise.all([
          page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
            log += `${args.join(" ")}\n`;
          }),
          page.exposeFunction("codeAutomationExit", done),
        ])
          .then(() => page.goto(pageUrl(this.#server, this.folder, testsPath, this.#developed)))
          .catch(reject);
      });
      return { code, log };
    } finally {
      await page.context().close();
    }
  }

  /** Ends it as a power cut would, and starts it again on the same data. */
  async crash(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
    await this.#server.kill();
    this.#server = await startServer(this.#main, join(this.#root, "data"));
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    await rm(this.#root, { recursive: true, force: true });
  }
}
