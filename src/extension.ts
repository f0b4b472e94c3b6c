import { join } from "node:path";
import * as vscode from "vscode";
import { Disposables } from "./base/disposables.ts";
import { useTranslations } from "./base/l10n.ts";
import { lazy } from "./base/lazy.ts";
import { lineLog } from "./base/log.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { selectedPython, selectionQuestion } from "./editor/selection.ts";
import { sourceOf } from "./editor/sources.ts";
import { diagnosticsText } from "./host/diagnostics.ts";
import { languageStatus } from "./host/languageStatus.ts";
import { LocalServer } from "./host/localServer.ts";
import { ModelChoice } from "./host/modelChoice.ts";
import { HOW_TO_RAISE, Settings } from "./host/settings.ts";
import { StatusBar } from "./host/statusBar.ts";
import { CONTEXT_KEYS, SCHEME, VIEWS } from "./manifest.ts";
import { ThreadExports } from "./outputs/export/threadExports.ts";
import { OutputActions } from "./outputs/outputActions.ts";
import { OutputsFileSystem, outputUri } from "./outputs/outputsFileSystem.ts";
import { OutputsTree } from "./outputs/outputsTree.ts";

const SAMPLES = ["penguins.csv", "seattle-weather.csv", "gapminder.csv"];
const owned = new Disposables();

/**
 * Builds the parts and connects them. What VS Code has to know at once is registered here; the rest (service, models,
 * Python, the open thread) is loaded with its first use.
 */
export function activate(context: vscode.ExtensionContext): void {
  useTranslations(vscode.l10n.bundle ?? {});
  const { extensionUri, secrets } = context;
  const channel = owned.add(vscode.window.createOutputChannel("Code Interpreter"));
  const log = lineLog((line) => channel.appendLine(line));
  const settings = new Settings(secrets);
  const statusBar = owned.add(new StatusBar());
  const tree = owned.add(new OutputsTree());
  const files = owned.add(
    new OutputsFileSystem({
      listThreads: async () => (await load()).client.listThreads(),
      files: async (threadId) => (await load()).client.files(threadId),
      content: async (fileId) => (await load()).client.content(fileId),
    }),
  );

  const load = lazy(async () => {
    const [{ Interpreter }, { ThreadController }, { ChatPanel }, { createHandlers }, { modelFrom }] =
      await Promise.all([
        import("./interpreter.ts"),
        import("./thread/threadController.ts"),
        import("./panel/chatPanel.ts"),
        import("./panel/handlers.ts"),
        import("./models/modelFrom.ts"),
      ]);
    const { client, service } = owned.add(
      new Interpreter({
        dataDir: settings.historyFolder ?? context.globalStorageUri.fsPath,
        runtimeDir: join(extensionUri.fsPath, "dist", "python"),
        model: async () => modelFrom(await settings.endpoint()),
        cellTimeoutMs: () => settings.cellTimeoutMs,
        sessionLimits: () => settings.sessionLimits,
        sessionTimes: () => settings.sessionTimes,
        howToRaise: HOW_TO_RAISE,
        keepsSpare: settings.keepsSpare,
        log,
      }),
    );
    const workspace = workspaceName();
    const controller = owned.add(new ThreadController(client, log, workspace));
    const samplesUri = vscode.Uri.joinPath(extensionUri, "samples");
    const panel = owned.add(
      new ChatPanel({
        extensionUri,
        state: () => ({
          transcript: controller.transcript,
          model: settings.modelLabel,
          samples: SAMPLES,
          session: controller.session,
          suggestions: [],
          editor: null,
          isTrusted: vscode.workspace.isTrusted,
        }),
        handlers: createHandlers({
          controller,
          sourceOf,
          selectionQuestion,
          outputUri,
          samplesUri,
          samples: SAMPLES,
          workspace,
        }),
      }),
    );
    owned.add(settings.onDidChange(() => panel.changed()));
    owned.add(
      controller.onDidChange((transcript) => {
        files.update(transcript);
        tree.update(transcript);
        panel.changed();
        statusBar.update(transcript);
        void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.busy, controller.busy);
        void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.hasThread, transcript !== null);
      }),
    );
    await controller.openLast();
    return { client, controller, panel, service };
  });

  const server = owned.add(
    new LocalServer(async () => {
      const { listen } = await import("./service/listen.ts");
      return listen((await load()).service.fetch, {});
    }),
  );
  owned.add(vscode.workspace.registerFileSystemProvider(SCHEME, files, { isReadonly: true }));
  owned.add(vscode.window.createTreeView(VIEWS.outputs, { treeDataProvider: tree }));
  owned.add(
    vscode.window.registerWebviewViewProvider(VIEWS.chat, {
      resolveWebviewView: async (view) => (await load()).panel.resolveWebviewView(view),
    }),
  );
  owned.add(languageStatus());
  owned.add(
    registerCommands({ log, showLog: () => channel.show() }, async () => {
      const { controller, panel } = await load();
      return {
        controller,
        showPanel: async () => {
          if (settings.autoOpenPanel) await panel.show();
        },
        sourceOf,
        selectionQuestion,
        selectedPython,
        outputs: new OutputActions(),
        exports: new ThreadExports(),
        models: new ModelChoice(),
        server,
        diagnostics: () => diagnosticsText(context, controller.transcript),
      };
    }),
  );
  log.info("activated");
}

// The end of a long address tells more than its beginning.
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString().slice(-512) ?? "";
}

/** Ends runs and Python processes; resolves when they are gone. */
export async function deactivate(): Promise<void> {
  await owned.dispose();
}
