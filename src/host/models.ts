import type * as vscode from "vscode";
import { ApiKeys } from "./apiKeys.ts";
import { ChosenModel } from "./chosenModel.ts";
import { ChosenConnection } from "./connections/chosenConnection.ts";
import { ConnectionChoice } from "./connections/connectionChoice.ts";
import { ConnectionSettings } from "./connections/connectionSettings.ts";
import type { TestConnection } from "./connections/testVisibly.ts";
import { Consent } from "./consent.ts";
import { ModelChoice } from "./modelChoice.ts";
import { Remembered } from "./remembered.ts";
import type { Settings } from "./settings.ts";

/** Who answers, and what chooses it. */
export interface Models {
  /** The model of this machine's choice, for when no connection is chosen. */
  readonly model: ChosenModel;
  readonly chosen: ChosenConnection;
  readonly choice: ModelChoice;
  readonly connections: ConnectionChoice;
}

/** Reads nothing until it is asked. */
export function createModels(
  { secrets, globalState }: Pick<vscode.ExtensionContext, "secrets" | "globalState">,
  settings: Settings,
  test: TestConnection,
): Models {
  const remembered = new Remembered(globalState);
  const keys = new ApiKeys(secrets, () => settings.ownEndpoint);
  const consent = new Consent(remembered);
  const model = new ChosenModel({ settings, keys, remembered, consent });
  const saved = new ConnectionSettings();
  const connections = new ConnectionChoice({
    settings: saved,
    keys,
    test,
    localModel: () => model.label,
    endpoints: () => [
      ...remembered.endpoints,
      ...(settings.ownEndpoint === null ? [] : [settings.ownEndpoint]),
    ],
  });
  return {
    model,
    chosen: new ChosenConnection({ settings: saved, model, keys, consent }),
    choice: new ModelChoice({ settings, keys, remembered, connections }),
    connections,
  };
}
