import "@vscode/codicons/dist/codicon.css";
import "./styles.css";
import "./head.css";
import "./composer.css";
import "./turn.css";
import "./cells.css";
import "./words.css";
import "./ansi.css";
import { type ComponentChild, render } from "preact";
import { useTranslations } from "../../src/base/l10n.ts";
import { App } from "./app.tsx";
import { begin } from "./host.ts";
import { LoadFailure, Loading } from "./loading.tsx";

const draw = (page: ComponentChild): void => render(page, document.getElementById("root")!);

function start(): void {
  draw(<Loading />);
  begin({
    show: (state) => draw(<App state={state} />),
    fail: (message) => draw(<LoadFailure message={message} onRetry={start} />),
  });
}

useTranslations(
  JSON.parse(document.getElementById("translations")?.textContent ?? "{}") as Record<string, string>,
);
start();
