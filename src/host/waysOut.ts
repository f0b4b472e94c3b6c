import * as vscode from "vscode";
import { cancelled } from "../base/errors.ts";
import { type At, WentBack } from "./steps.ts";

/** Calls `leave` with the silent error when a box or a list is left, and, where that is possible, with `WentBack`. */
export function addWaysOut(
  input: Pick<vscode.InputBox, "buttons" | "onDidTriggerButton" | "onDidHide">,
  at: At<unknown> | undefined,
  leave: (error: Error) => void,
): void {
  input.buttons = at?.canGoBack === true ? [vscode.QuickInputButtons.Back] : [];
  input.onDidTriggerButton(() => leave(new WentBack()));
  input.onDidHide(() => leave(cancelled()));
}
