import type * as vscode from "vscode";
import { ApiKeys } from "./apiKeys.ts";
import { ChosenModel } from "./chosenModel.ts";
import { Consent } from "./consent.ts";
import { ModelChoice } from "./modelChoice.ts";
import { Remembered } from "./remembered.ts";
import type { Settings } from "./settings.ts";

/** Who answers: the model that is chosen, and what chooses it. Reads nothing until it is asked. */
export function createModels(
  { secrets, globalState }: Pick<vscode.ExtensionContext, "secrets" | "globalState">,
  settings: Settings,
): { chosen: ChosenModel; choice: ModelChoice } {
  const remembered = new Remembered(globalState);
  const keys = new ApiKeys(secrets, () => settings.ownEndpoint);
  const consent = new Consent(remembered);
  return {
    chosen: new ChosenModel({ settings, keys, remembered, consent }),
    choice: new ModelChoice({ settings, keys, remembered }),
  };
}
