import * as vscode from "vscode";
import { Disposables } from "./base/disposables.ts";
import { useTranslations } from "./base/l10n.ts";
import { lazy } from "./base/lazy.ts";
import { lineLog } from "./base/log.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import type { Transcript } from "./domain/transcript.ts";
import { activeFile } from "./editor/activeFile.ts";
import { sourcesOf } from "./editor/manySources.ts";
import { selectedPython, selectionQuestion } from "./editor/selection.ts";
import { diagnosticsText } from "./host/diagnostics.ts";
import { languageStatus } from "./host/languageStatus.ts";
import { LocalServer } from "./host/localServer.ts";
import { Settings } from "./host/settings.ts";
import { StatusBar } from "./host/statusBar.ts";
import { CONTEXT_KEYS, VIEWS } from "./manifest.ts";
import { lazyStore } from "./outputs/lazyStore.ts";
import { Outputs } from "./outputs/outputs.ts";

const owned = new Disposables();

/**
 * Builds the parts and connects them. What VS Code has to know at once is registered here; the engine (service, models,
 * Python, the open thread) and the panel are loaded with their first use, so that the editor's start does not wait.
 */
export function activate(context: vscode.ExtensionContext): void {
  useTranslations(vscode.l10n.bundle ?? {});
  const { extensionUri, globalState } = context;
  const channel = owned.add(vscode.window.createOutputChannel("Code Interpreter"));
  const log = lineLog((line) => channel.appendLine(line));
  const settings = new Settings();
  let isBusy = (): boolean => false;

  const engine = lazy(async () => {
    const { startPython } = await import("./startPython.ts");
    const python = await startPython(context, settings);
    const { startEngine } = await import("./engine.ts");
    const started = owned.add(await startEngine({ context, settings, python, log }));
    const { controller } = started;
    isBusy = () => controller.busy;
    owned.add(controller.onDidChange((transcript) => show(transcript)));
    owned.add(controller.onDidChangeList(() => outputs.refresh()));
    show(controller.transcript);
    return started;
  });
  const panel = lazy(async () => {
    const { ChatPanel } = await import("./panel/chatPanel.ts");
    const connect = async () => (await engine()).panelSource;
    return owned.add(new ChatPanel({ extensionUri, connect }));
  });
  const store = lazyStore(async () => (await engine()).client);
  const outputs = owned.add(
    new Outputs({ store, log, isBusy: () => isBusy(), memory: globalState, activeFile }),
  );
  const statusBar = owned.add(new StatusBar());
  const server = owned.add(new LocalServer(async () => (await engine()).listen()));
  owned.add(languageStatus());

  const show = (transcript: Transcript | null): void => {
    outputs.setOpen(transcript);
    statusBar.update(transcript);
    void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.busy, isBusy());
    void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.hasThread, transcript !== null);
  };

  owned.add(
    vscode.window.registerWebviewViewProvider(
      VIEWS.chat,
      { resolveWebviewView: async (view) => (await panel()).resolveWebviewView(view) },
      // The explorer is often in the same place: going there and back must not start the page anew each time, which
      // takes longer than a first output.
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
  );
  owned.add(
    registerCommands({ log, showLog: () => channel.show() }, async () => {
      const { client, controller, models } = await engine();
      return {
        controller,
        showPanel: async () => {
          if (settings.autoOpenPanel) await (await panel()).show();
        },
        activeFile,
        sourcesOf,
        selectionQuestion,
        selectedPython,
        outputs: outputs.actions,
        exports: async () => {
          const { ThreadExports } = await import("./outputs/export/threadExports.ts");
          return new ThreadExports({
            transcript: () => controller.transcript,
            content: (fileId) => client.content(fileId),
          });
        },
        importExports: async (paths) => {
          const { importThreads } = await import("./client/import/importThreads.ts");
          return importThreads(client, paths);
        },
        models: models.choice,
        connections: models.connections,
        confirmModel: () => models.chosen.confirm(),
        server,
        diagnostics: () => diagnosticsText(context, controller.transcript),
      };
    }),
  );
  log.info("activated");
}

/** Ends runs and Python processes; resolves when they are gone. */
export async function deactivate(): Promise<void> {
  await owned.dispose();
}
