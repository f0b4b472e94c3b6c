import * as vscode from "vscode";
import { Disposables, type Disposable } from "./base/disposables.ts";
import { Emitter } from "./base/emitter.ts";
import type { Log } from "./base/log.ts";
import type { InterpreterClient } from "./client/interpreterClient.ts";
import { activeFile } from "./editor/activeFile.ts";
import { sourceOf } from "./editor/sources.ts";
import { systemClock } from "./base/clock.ts";
import { tryConnection } from "./tryConnection.ts";
import { dataDirOf } from "./host/dataDir.ts";
import { createModels, type Models } from "./host/models.ts";
import type { Settings } from "./host/settings.ts";
import { Interpreter } from "./interpreter.ts";
import { modelMakers } from "./models/modelMakers.ts";
import { outputUri } from "./outputs/outputsFileSystem.ts";
import type { SessionPool } from "./python/sessionPool.ts";
import { createPanelSource, type PanelSource } from "./panel/panelSource.ts";
import { listen, type Listening } from "./service/listen.ts";
import { ThreadController } from "./thread/threadController.ts";

const SAMPLES = ["penguins.csv", "seattle-weather.csv", "gapminder.csv"];

interface EngineParts {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  /** Ended with the engine, also when that cannot be started. */
  readonly python: SessionPool;
  readonly log: Log;
}

/** The heavy half of the extension: service, models, Python, and the open thread with what the panel shows of it. */
export interface Engine extends Disposable {
  readonly client: InterpreterClient;
  readonly controller: ThreadController;
  readonly models: Models;
  readonly panelSource: PanelSource;
  /** Serves the same threads to other programs of this machine. */
  listen(): Promise<Listening>;
}

/** Starts it, and opens the newest thread of this workspace. */
export async function startEngine(parts: EngineParts): Promise<Engine> {
  const owned = new Disposables();
  try {
    owned.add(parts.python);
    return await connect(parts, owned);
  } catch (error) {
    // It is started again at the next use: what was started now must not be left running.
    await owned.dispose();
    throw error;
  }
}

async function connect({ context, settings, python, log }: EngineParts, owned: Disposables): Promise<Engine> {
  const models = createModels(context, settings, tryConnection);
  const { chosen, model } = models;
  const { client, service } = owned.add(
    new Interpreter({
      dataDir: dataDirOf(context, settings),
      python,
      open: () => chosen.open(),
      model: () => model.open(modelMakers),
      cellTimeoutMs: () => settings.cellTimeoutMs,
      log,
    }),
  );
  const workspace = workspaceName();
  const controller = owned.add(
    new ThreadController(client, log, workspace, systemClock, () => chosen.confirm()),
  );
  const settingsChanged = owned.add(new Emitter<void>());
  owned.add(settings.onDidChange(() => settingsChanged.emit()));
  const panelSource = owned.add(
    createPanelSource({
      controller,
      sourceOf,
      activeFile,
      outputUri,
      samplesUri: vscode.Uri.joinPath(context.extensionUri, "samples"),
      samples: SAMPLES,
      workspace,
      model: () => ({ model: chosen.label, isAnalyst: chosen.isAnalyst, codeAt: chosen.codeAt }),
      offersFollowUps: () => settings.followUpSuggestions,
      onDidChange: settingsChanged.on,
    }),
  );
  await controller.openLast();
  return {
    client,
    controller,
    models,
    panelSource,
    listen: () => listen(service.fetch, {}),
    dispose: () => owned.dispose(),
  };
}

// The end of a long address tells more than its beginning.
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString().slice(-512) ?? "";
}
