import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Browser, Page, Route } from "playwright-core";
import type { Change } from "../../src/domain/event.ts";
import type { Transcript } from "../../src/domain/transcript.ts";
import {
  type HostMessage,
  type PageMessage,
  type PanelState,
  type RequestType,
} from "../../src/panel/messages.ts";
import { pageHtml } from "../../src/panel/pageHtml.ts";
import { type Handlers, PanelPort, type PortSource } from "../../src/panel/panelPort.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { THREAD } from "../thread/events.ts";
import { FakeSource } from "./fakeSource.ts";
import { type ThemeKind, themeOf } from "./page/themes.ts";

// Never asked over the network: every request is answered by the test.
const ORIGIN = "https://panel.test";

interface Options {
  readonly theme?: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  /** What stands around the transcript, where it is to differ. */
  readonly state?: Partial<PanelState>;
  /** What has happened in the thread so far. */
  readonly changes?: readonly Change[];
  /** Answers to requests; without one, a request is only kept in `requests`. */
  readonly handlers?: Partial<Handlers>;
  /** Instead of what has the source at once. */
  readonly connect?: (source: PortSource) => Promise<PortSource>;
  readonly language?: string;
  readonly translations?: Readonly<Record<string, string>>;
  /** Files of the thread by name; `plot.png` is there always. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** A picture as matplotlib makes them. */
const PLOT = readFileSync("samples/gapminder.png");

/**
 * The panel's page as it ships, in Chromium, on the theme of a real VS Code; the host's end is the real port and the
 * real reducer, in this process.
 */
export class PanelPage {
  readonly page: Page;
  /** What the page asked for, `ready` left out. */
  readonly requests: { readonly type: string; readonly params: unknown }[] = [];
  readonly #source: FakeSource;
  readonly #port: PanelPort;
  readonly #options: Options;
  #seq = 0;
  // Told of each state that is on its way to the page.
  #sent: (delivered: Promise<unknown>) => void = () => {};

  static async open(browser: Browser, options: Options = {}): Promise<PanelPage> {
    const { width = 420, height = 900 } = options;
    const context = await browser.newContext({ viewport: { width, height }, locale: "en-US" });
    const panel = new PanelPage(await context.newPage(), options);
    await panel.#load();
    return panel;
  }

  private constructor(page: Page, options: Options) {
    this.page = page;
    this.#options = options;
    page.setDefaultTimeout(10_000);
    this.#source = new FakeSource(
      { filesUri: `${ORIGIN}/files`, samples: ["penguins.csv"], ...options.state },
      options.handlers,
    );
    if (options.changes !== undefined)
      this.#source.current = { ...this.#source.current, transcript: this.#reduce(options.changes) };
    this.#port = new PanelPort({
      post: (message) => this.#post(message),
      connect: () => (options.connect ?? ((source) => Promise.resolve(source)))(this.#source),
      execute: () => Promise.resolve(),
    });
  }

  /** Appends to the thread, and waits until the page shows it. */
  async happen(...changes: Change[]): Promise<void> {
    await this.update({ transcript: this.#reduce(changes) });
  }

  /** Changes what stands around the transcript, or the transcript itself, and waits until the page shows it. */
  async update(state: Partial<PanelState>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#sent = resolve;
    this.#source.change(state);
    await promise;
  }

  get transcript(): Transcript {
    return this.#source.current.transcript ?? emptyTranscript(THREAD);
  }

  /** Parameters of the last request of a kind, or null. */
  lastRequest(type: RequestType): unknown {
    return this.requests.findLast((one) => one.type === type)?.params ?? null;
  }

  async setTheme(kind: ThemeKind): Promise<void> {
    const { classes } = themeOf(kind);
    await this.page.evaluate(
      async ([names, href]) => {
        document.body.className = names;
        const link = document.querySelector<HTMLLinkElement>("#theme")!;
        if (link.href === href) return;
        const loaded = new Promise((done) => link.addEventListener("load", done, { once: true }));
        link.href = href;
        await loaded;
      },
      [classes.join(" "), `${ORIGIN}/themes/${kind}.css`] as const,
    );
  }

  /** Loads the page anew, as VS Code does with a view that was hidden; what the page kept by `setState` stays. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#drawn();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: `test-results/panel/${name}.png` });
  }

  async close(): Promise<void> {
    this.#port.dispose();
    await this.page.context().close();
  }

  async #load(): Promise<void> {
    await this.page.route(`${ORIGIN}/**`, (route) => this.#serve(route));
    await this.page.exposeFunction("toHost", (message: unknown) => this.#receive(message));
    await this.page.addInitScript(fakeVsCode);
    await this.page.goto(`${ORIGIN}/`);
    await this.#drawn();
  }

  /** What comes into view is drawn a frame later. */
  async #drawn(): Promise<void> {
    await this.page.locator(".panel, .empty").first().waitFor();
    await this.page.evaluate(twoFrames);
  }

  async #serve(route: Route): Promise<void> {
    const [folder = "", ...rest] = decodeURIComponent(new URL(route.request().url()).pathname.slice(1)).split(
      "/",
    );
    const name = rest.join("/");
    if (folder === "") {
      const html = documentFor(this.#options);
      await route.fulfill({ contentType: "text/html", body: html });
    } else if (folder === "themes") {
      await route.fulfill({ contentType: "text/css", body: styleSheet(basename(name, ".css") as ThemeKind) });
    } else if (folder === "files") {
      const bytes = { "plot.png": PLOT, ...this.#options.files }[name];
      await route.fulfill(bytes === undefined ? { status: 404 } : { body: Buffer.from(bytes) });
    } else {
      await route.fulfill({ path: join("dist/panel", name) });
    }
  }

  async #receive(message: unknown): Promise<void> {
    const { type, params } = message as PageMessage;
    if (type !== "ready") this.requests.push({ type, params });
    await this.#port.receive(message);
  }

  #post(message: HostMessage): void {
    const delivered = this.page.evaluate(deliver, JSON.stringify(message)).catch(() => {
      // As in VS Code: nobody gets what is posted to a page that is gone.
    });
    if (message.type === "patch" || message.type === "snapshot") this.#sent(delivered);
  }

  #reduce(changes: readonly Change[]): Transcript {
    const events = changes.map((change) => {
      const seq = ++this.#seq;
      return { threadId: THREAD, seq, at: seq * 1000, change };
    });
    return events.reduce(reduceTranscript, this.transcript);
  }
}

function documentFor({ theme = "dark", language = "en", translations = {} }: Options): string {
  return pageHtml({
    cspSource: ORIGIN,
    script: `${ORIGIN}/dist/main.js`,
    style: `${ORIGIN}/dist/main.css`,
    nonce: "test",
    language,
    translations,
  })
    .replace("<link", `<link id="theme" rel="stylesheet" href="${ORIGIN}/themes/${theme}.css" />\n    <link`)
    .replace("<body>", `<body class="${themeOf(theme).classes.join(" ")}">`);
}

/** What VS Code puts into the page of a view, on the side bar's colour. */
function styleSheet(theme: ThemeKind): string {
  const { styles, variables } = themeOf(theme);
  const lines = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
  return `:root { ${lines.join("\n")} } html { background: var(--vscode-sideBar-background); } ${styles}`;
}

// The following run in the page.

function fakeVsCode(): void {
  const page = window as unknown as { toHost(message: unknown): void; acquireVsCodeApi(): unknown };
  page.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => page.toHost(message),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") as unknown,
    setState: (state: unknown) => sessionStorage.setItem("state", JSON.stringify(state)),
  });
}

/** Resolves once the page has drawn what the message brought. */
async function deliver(message: string): Promise<void> {
  window.dispatchEvent(new MessageEvent("message", { data: JSON.parse(message) as unknown }));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}

async function twoFrames(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}
