// `npm run vscode`: opens VS Code with the extension and the samples; the desktop if it is installed, else its server
// build in the browser, until Ctrl+C.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { installedDesktop } from "./desktop.ts";
import { pageUrl, startServer } from "./server.ts";
import { ensureServer } from "./setup.ts";

const samples = resolve("samples");
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function openDesktop(executable: string): void {
  const args = [samples, `--extensionDevelopmentPath=${resolve(".")}`];
  spawn(executable, args, { detached: true, stdio: "ignore" }).unref();
  say("VS Code is opening with the extension and the samples.");
}

async function openServer(): Promise<void> {
  const main = await ensureServer(say);
  const server = await startServer(main, resolve(".vscode-test/user-data"));
  const url = pageUrl(server, samples);
  say(`VS Code's server build is running; Ctrl+C ends it. Open it in a browser:\n\n  ${url}\n`);
  showInBrowser(url);
  const end = (): void => void server.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

function showInBrowser(url: string): void {
  const opener = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  // Where nothing can open a browser, the printed address is all there is.
  spawn(opener, [url], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
}

const desktop = installedDesktop();
if (desktop === null) await openServer();
else openDesktop(desktop);
