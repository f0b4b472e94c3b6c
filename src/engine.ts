import { join } from "node:path";
import * as vscode from "vscode";
import { Disposables, type Disposable } from "./base/disposables.ts";
import { Emitter } from "./base/emitter.ts";
import type { Log } from "./base/log.ts";
import type { InterpreterClient } from "./client/interpreterClient.ts";
import { sourceOf } from "./editor/sources.ts";
import { systemClock } from "./base/clock.ts";
import type { ChosenModel } from "./host/chosenModel.ts";
import { HOW_TO_RAISE, type Settings } from "./host/settings.ts";
import { showSetUp } from "./host/showSetUp.ts";
import { Interpreter } from "./interpreter.ts";
import { modelMakers } from "./models/modelMakers.ts";
import { outputUri } from "./outputs/outputsFileSystem.ts";
import { createPanelSource, type PanelSource } from "./panel/panelSource.ts";
import { listen, type Listening } from "./service/listen.ts";
import { ThreadController } from "./thread/threadController.ts";

const SAMPLES = ["penguins.csv", "seattle-weather.csv", "gapminder.csv"];

interface EngineParts {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly chosen: ChosenModel;
  readonly log: Log;
}

/** The heavy half of the extension: service, models, Python, and the open thread with what the panel shows of it. */
export interface Engine extends Disposable {
  readonly client: InterpreterClient;
  readonly controller: ThreadController;
  readonly panelSource: PanelSource;
  /** Serves the same threads to other programs of this machine. */
  listen(): Promise<Listening>;
}

/** Starts it, and opens the newest thread of this workspace. */
export async function startEngine({ context, settings, chosen, log }: EngineParts): Promise<Engine> {
  const { extensionUri, globalStorageUri } = context;
  const owned = new Disposables();
  const { client, service } = owned.add(
    new Interpreter({
      dataDir: settings.historyFolder ?? globalStorageUri.fsPath,
      runtimeDir: join(extensionUri.fsPath, "dist", "python"),
      packed: {
        dir: join(extensionUri.fsPath, "dist", "packed"),
        fallbackDir: join(globalStorageUri.fsPath, "python"),
        show: showSetUp,
      },
      model: () => chosen.open(modelMakers),
      cellTimeoutMs: () => settings.cellTimeoutMs,
      sessionLimits: () => settings.sessionLimits,
      sessionTimes: () => settings.sessionTimes,
      howToRaise: HOW_TO_RAISE,
      keepsSpare: settings.keepsSpare,
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
      outputUri,
      samplesUri: vscode.Uri.joinPath(extensionUri, "samples"),
      samples: SAMPLES,
      workspace,
      model: () => ({ model: chosen.label, isAnalyst: chosen.isAnalyst }),
      offersFollowUps: () => settings.followUpSuggestions,
      onDidChange: settingsChanged.on,
    }),
  );
  try {
    await controller.openLast();
  } catch (error) {
    // It is started again at the next use: what was started now must not be left running.
    await owned.dispose();
    throw error;
  }
  return {
    client,
    controller,
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
