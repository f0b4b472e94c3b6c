import { totalmem } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { Disposables } from "./base/disposables.ts";
import { lineLog } from "./base/log.ts";
import { InterpreterClient } from "./client/interpreterClient.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { selectedPython, selectionQuestion } from "./editor/selection.ts";
import { sourceOf } from "./editor/sources.ts";
import { ModelChoice } from "./host/modelChoice.ts";
import { HOW_TO_RAISE, Settings } from "./host/settings.ts";
import { CONTEXT_KEYS, SCHEME, VIEWS } from "./manifest.ts";
import { Analyst } from "./models/analyst/analyst.ts";
import { ChatCompletionsModel } from "./models/chat/chatCompletionsModel.ts";
import { ThreadExports } from "./outputs/export/threadExports.ts";
import { OutputActions } from "./outputs/outputActions.ts";
import { OutputsFileSystem, outputUri } from "./outputs/outputsFileSystem.ts";
import { OutputsTree } from "./outputs/outputsTree.ts";
import { ChatPanel } from "./panel/chatPanel.ts";
import { createHandlers } from "./panel/handlers.ts";
import { sessionsFor } from "./python/limits.ts";
import { PyodideRuntime } from "./python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "./python/sessionPool.ts";
import { DEFAULT_LIMITS } from "./run/limits.ts";
import { LocalRunner } from "./run/localRunner.ts";
import { createService } from "./service/service.ts";
import { threadsFolder } from "./service/store/store.ts";
import { followUpsOf } from "./thread/followUps.ts";
import { ThreadController } from "./thread/threadController.ts";

const SAMPLES = ["penguins.csv", "seattle-weather.csv", "gapminder.csv"];
const owned = new Disposables();

/** Builds the parts and connects them. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const { extensionUri, globalStorageUri, secrets } = context;
  const channel = owned.add(vscode.window.createOutputChannel("Code Interpreter"));
  const log = lineLog((line) => channel.appendLine(line));
  const settings = new Settings(secrets);

  const runtimeDir = join(extensionUri.fsPath, "dist", "python");
  const runtime = new PyodideRuntime({
    runtimeDir,
    nodePath: process.execPath,
    limits: () => settings.sessionLimits,
    howToRaise: HOW_TO_RAISE,
  });
  const dataDir = globalStorageUri.fsPath;
  const spareIn = threadsFolder(dataDir);
  const sessions = owned.add(
    new SessionPool({
      runtime,
      maxSessions: sessionsFor(totalmem()),
      spareIn,
      times: () => settings.sessionTimes,
    }),
  );
  sessions.warm();
  const model = async () => {
    const endpoint = await settings.endpoint();
    return endpoint === null ? new Analyst() : new ChatCompletionsModel(endpoint);
  };
  const limits = () => ({ ...DEFAULT_LIMITS, cellTimeoutMs: settings.cellTimeoutMs });
  const runner = new LocalRunner({ model, sessions, limits });
  const service = owned.add(createService({ dataDir, runner, diagnostics: log }));
  const client = new InterpreterClient(service.fetch);
  const controller = owned.add(new ThreadController(client, log, workspaceName()));

  const files = owned.add(new OutputsFileSystem(client));
  owned.add(vscode.workspace.registerFileSystemProvider(SCHEME, files, { isReadonly: true }));
  const tree = owned.add(new OutputsTree());
  owned.add(vscode.window.createTreeView(VIEWS.outputs, { treeDataProvider: tree }));

  const samplesUri = vscode.Uri.joinPath(extensionUri, "samples");
  const panel = owned.add(
    new ChatPanel({
      extensionUri,
      state: () => ({
        transcript: controller.transcript,
        model: settings.modelLabel,
        samples: SAMPLES,
        session: controller.session,
        suggestions: controller.transcript === null ? [] : followUpsOf(controller.transcript),
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
        workspace: workspaceName(),
      }),
    }),
  );
  owned.add(vscode.window.registerWebviewViewProvider(VIEWS.chat, panel));
  owned.add(settings.onDidChange(() => panel.changed()));
  owned.add(
    controller.onDidChange((transcript) => {
      files.update(transcript);
      tree.update(transcript);
      panel.changed();
      void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.busy, controller.busy);
      void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.hasThread, transcript !== null);
    }),
  );
  owned.add(
    registerCommands({ log, showLog: () => channel.show() }, async () => ({
      controller,
      showPanel: () => panel.show(),
      sourceOf,
      selectionQuestion,
      selectedPython,
      outputs: new OutputActions(),
      exports: new ThreadExports(),
      models: new ModelChoice(),
      server: { start: () => Promise.resolve(), stop: () => Promise.resolve() },
      diagnostics: () => Promise.resolve(""),
    })),
  );
  await controller.openLast();
  log.info("activated", { storage: dataDir });
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
