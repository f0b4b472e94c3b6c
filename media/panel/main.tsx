import "@vscode/codicons/dist/codicon.css";
import "./styles.css";
import "./cells.css";
import { render } from "preact";
import type { PanelState } from "../../src/panel/messages.ts";
import { App } from "./app.tsx";
import { begin, onState } from "./host.ts";

const root = document.getElementById("root")!;

onState((state: PanelState) => render(<App state={state} />, root));
begin();
