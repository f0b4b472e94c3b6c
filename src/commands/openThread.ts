import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import type { ThreadArgument } from "../manifest.ts";
import type { CommandContext } from "./commandContext.ts";

interface ThreadItem extends vscode.QuickPickItem {
  readonly threadId: string;
}

/** Opens a thread: the one given, or one that the person finds in a list of all. */
export async function openThread(
  { controller, showPanel }: CommandContext,
  thread?: ThreadArgument,
): Promise<void> {
  const threadId = typeof thread?.threadId === "string" ? thread.threadId : await pick(controller);
  if (threadId === undefined) return;
  controller.open(threadId);
  await showPanel();
}

async function pick(controller: CommandContext["controller"]): Promise<string | undefined> {
  const items = controller.history().then((threads) =>
    threads.map(({ id, title, createdAt }): ThreadItem => ({
      threadId: id,
      label: title === "" ? t("Untitled thread") : title,
      description: new Date(createdAt).toLocaleString(vscode.env.language),
    })),
  );
  const options = {
    title: t("Open a thread"),
    placeHolder: t("Search by title or date"),
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.threadId;
}
