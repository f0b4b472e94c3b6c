import { release } from "node:os";
import * as vscode from "vscode";
import type { Transcript } from "../domain/transcript.ts";
import { SETTINGS } from "../manifest.ts";
import { LOCAL } from "./connections/local.ts";

// Addresses, paths and headers may tell more than a person wants to pass on: only whether they are set.
const PRIVATE: ReadonlySet<string> = new Set([
  SETTINGS.connection,
  SETTINGS.connections,
  SETTINGS.endpoint,
  SETTINGS.headers,
  SETTINGS.historyFolder,
]);

/** Versions, settings and the state of the open thread, as text; no questions, no files, no keys. */
export function diagnosticsText(
  { extension }: vscode.ExtensionContext,
  transcript: Transcript | null,
): string {
  const { version } = extension.packageJSON as { version: string };
  const configuration = vscode.workspace.getConfiguration();
  const settings = Object.values(SETTINGS).map((name): string => {
    const value: unknown = configuration.get(name);
    const isSet = value !== "" && value !== LOCAL && JSON.stringify(value) !== "{}";
    return `${name}: ${PRIVATE.has(name) ? (isSet ? "set" : "not set") : JSON.stringify(value)}`;
  });
  const states = transcript?.turns.map(({ state }) => state).join(", ") ?? "";
  return [
    `Code Interpreter ${version}`,
    `VS Code ${vscode.version}, ${vscode.env.appHost}, ${vscode.env.remoteName ?? "no remote"}`,
    `Node ${process.versions.node}, ${process.platform} ${process.arch} ${release()}`,
    `Workspace trusted: ${vscode.workspace.isTrusted}`,
    `Python: ${transcript?.session?.runtime ?? "not started"}`,
    `Isolation: ${transcript?.session?.isolation.join(", ") ?? ""}`,
    `Turns: ${states}`,
    ...settings,
    "",
  ].join("\n");
}
