import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { type Disposable, Disposables } from "../base/disposables.ts";
import { type CommandId, SCHEME, VIEWS } from "../manifest.ts";
import { pageHtml } from "./pageHtml.ts";
import { PanelPort, type PortSource } from "./panelPort.ts";
import type { PanelSource } from "./panelSource.ts";

interface Parts {
  readonly extensionUri: vscode.Uri;
  /**
   * Gives what the page shows and does. Asked once a page is there; when it fails, the page says so, and asks again
   * when the person wants it.
   */
  readonly connect: () => Promise<PanelSource>;
}

/** The chat view. The transcript lives here, not in the page: a view that is moved or reloaded comes back empty. */
export class ChatPanel implements vscode.WebviewViewProvider, Disposable {
  readonly #parts: Parts;
  #view: Disposables | null = null;
  #port: PanelPort | null = null;
  #isFocusDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.dispose();
    const { webview } = view;
    const pageDir = vscode.Uri.joinPath(this.#parts.extensionUri, "dist", "panel");
    const files = vscode.Uri.from({ scheme: SCHEME, path: "/" });
    webview.options = { enableScripts: true, localResourceRoots: [pageDir, files] };
    const port = new PanelPort({
      post: (message) => void webview.postMessage(message),
      connect: async () => portSource(await this.#parts.connect(), webview, files),
      execute: async (command: CommandId) => {
        await vscode.commands.executeCommand(command);
      },
    });
    const owned = new Disposables();
    owned.add(port);
    owned.add(webview.onDidReceiveMessage((message: unknown) => void port.receive(message)));
    owned.add(view.onDidDispose(() => (this.#view === owned ? this.dispose() : undefined)));
    this.#view = owned;
    this.#port = port;
    this.#giveFocus();
    const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pageDir, name)).toString();
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      script: uri("main.js"),
      style: uri("main.css"),
      language: vscode.env.language,
      translations: vscode.l10n.bundle ?? {},
    });
  }

  /** Brings the view up, and the keyboard into its question box. */
  async show(): Promise<void> {
    this.#isFocusDue = true;
    await vscode.commands.executeCommand(`${VIEWS.chat}.focus`);
    this.#giveFocus();
  }

  dispose(): void {
    void this.#view?.dispose();
    this.#view = null;
    this.#port = null;
  }

  // The view may be made only after it was asked for.
  #giveFocus(): void {
    if (!this.#isFocusDue || this.#port === null) return;
    this.#isFocusDue = false;
    this.#port.focus();
  }
}

// Only the view knows where its page finds the files.
function portSource(
  { state, handlers, onDidChange }: PanelSource,
  webview: vscode.Webview,
  files: vscode.Uri,
): PortSource {
  return {
    state: () => {
      const now = state();
      const folder = files.with({ path: `/${now.transcript?.threadId ?? ""}` });
      return { ...now, filesUri: webview.asWebviewUri(folder).toString() };
    },
    handlers,
    onDidChange,
  };
}
