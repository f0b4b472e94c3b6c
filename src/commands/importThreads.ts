import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { CommandContext, ImportedThread } from "./commandContext.ts";

/** Imports exported threads, from what is given or what the person chooses, and opens the last of them. */
export async function importThreads(
  { controller, importExports, showPanel }: CommandContext,
  given?: readonly vscode.Uri[],
): Promise<void> {
  const uris = Array.isArray(given) ? given.filter((uri) => uri instanceof vscode.Uri) : await choose();
  if (uris.length === 0) return;
  const imported = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Importing threads") },
    () => importExports(uris.map(pathOf)),
  );
  const last = imported.at(-1);
  if (last === undefined) return;
  controller.open(last.threadId);
  void vscode.window.showInformationMessage(summaryOf(imported));
  await showPanel();
}

/** Not every system's dialog takes files and folders at once. */
async function choose(): Promise<readonly vscode.Uri[]> {
  const folder = {
    label: t("A folder"),
    detail: t("JSON files, and the contents of files by their ids or names"),
  };
  const files = { label: t("Files"), detail: t("JSON as the Assistants API gave it") };
  const title = t("Import exported threads");
  const chosen = await vscode.window.showQuickPick([folder, files], { title });
  if (chosen === undefined) return [];
  const isFolder = chosen === folder;
  const uris = await vscode.window.showOpenDialog({
    ...{ title, openLabel: t("Import"), canSelectMany: true },
    ...{ canSelectFiles: !isFolder, canSelectFolders: isFolder },
    ...(isFolder ? {} : { filters: { JSON: ["json", "jsonl", "ndjson"] } }),
  });
  return uris ?? [];
}

function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === "file") return uri.fsPath;
  throw new InterpreterError(
    "user",
    "no_file",
    t("{0} is not on the disk of this machine.", uri.toString()),
    {
      action: t("Copy it there first."),
    },
  );
}

function summaryOf(imported: readonly ImportedThread[]): string {
  const fresh = imported.filter(({ isNew }) => isNew).length;
  const missing = imported.flatMap(({ missingFiles }) => missingFiles).length;
  return [
    ...(fresh > 0 ? [t("Threads imported: {0}.", fresh)] : []),
    ...(fresh < imported.length ? [t("Imported before: {0}.", imported.length - fresh)] : []),
    ...(missing > 0 ? [t("Files that are not in the export: {0}.", missing)] : []),
  ].join(" ");
}
