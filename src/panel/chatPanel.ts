import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import { SCHEME, VIEWS } from "../manifest.ts";
import type { PanelState } from "./messages.ts";
import { pageHtml } from "./pageHtml.ts";
import { type Handlers, PanelPort } from "./panelPort.ts";

interface Parts {
  readonly extensionUri: vscode.Uri;
  /** The newest state, but for the address of the files, which only the view knows. */
  readonly state: () => Omit<PanelState, "filesUri">;
  readonly handlers: Handlers;
}

/** The chat view. The transcript lives here, not in the page: a hidden view's page is gone and comes back empty. */
export class ChatPanel implements vscode.WebviewViewProvider, Disposable {
  readonly #parts: Parts;
  #port: PanelPort | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  resolveWebviewView({ webview, onDidDispose }: vscode.WebviewView): void {
    const { extensionUri, state, handlers } = this.#parts;
    const pageDir = vscode.Uri.joinPath(extensionUri, "dist", "panel");
    const files = vscode.Uri.from({ scheme: SCHEME, path: "/" });
    webview.options = { enableScripts: true, localResourceRoots: [pageDir, files] };
    const whole = (): PanelState => {
      const now = state();
      const folder = files.with({ path: `/${now.transcript?.threadId ?? ""}` });
      return { ...now, filesUri: webview.asWebviewUri(folder).toString() };
    };
    const port = new PanelPort((message) => void webview.postMessage(message), whole, handlers);
    this.#port?.dispose();
    this.#port = port;
    webview.onDidReceiveMessage((message: unknown) => void port.receive(message));
    webview.html = htmlFor(webview, pageDir);
    onDidDispose(() => port.dispose());
  }

  /** Tells the page that the state is another one. */
  changed(): void {
    this.#port?.changed();
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS.chat}.focus`);
    this.#port?.focus();
  }

  dispose(): void {
    this.#port?.dispose();
  }
}

function htmlFor(webview: vscode.Webview, pageDir: vscode.Uri): string {
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pageDir, name)).toString();
  return pageHtml({
    source: webview.cspSource,
    scriptUri: uri("main.js"),
    styleUri: uri("main.css"),
    nonce: randomBytes(16).toString("base64"),
  });
}
