import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { COMMANDS } from "../manifest.ts";
import type { Source } from "../thread/source.ts";
import type { ThreadController } from "../thread/threadController.ts";
import { createAttachHandlers } from "./attachHandlers.ts";
import type { Attachments } from "./attachments.ts";
import type { EditorWatch } from "./editorWatch.ts";
import type { Handlers } from "./panelPort.ts";
import { sentText } from "./sentText.ts";

export interface HandlerParts {
  readonly controller: ThreadController;
  readonly sourceOf: (uri: vscode.Uri) => Promise<Source>;
  readonly outputUri: (threadId: string, name: string) => vscode.Uri;
  /** Folder of the samples that come with the extension. */
  readonly samplesUri: vscode.Uri;
  readonly samples: readonly string[];
  /** Begins the address of this workspace's threads. */
  readonly workspace: string;
}

/** What the panel's buttons do. */
export function createHandlers(
  parts: HandlerParts,
  attachments: Attachments,
  editors: EditorWatch,
): Handlers {
  const { controller, sourceOf, outputUri, samplesUri, samples, workspace } = parts;
  const threadId = (): string | null => controller.transcript?.threadId ?? null;
  const fileUri = (name: string): vscode.Uri => outputUri(threadId() ?? "", name);
  const onFile = async (command: string, name: string): Promise<void> => {
    await vscode.commands.executeCommand(command, { uri: fileUri(name) });
  };
  return {
    ...createAttachHandlers({ attachments, editors, threadId, sourceOf }),
    send: async ({ text, attachments: ids }) => {
      const sources = await attachments.sources(ids);
      try {
        await controller.ask(text, sources);
        attachments.remove(ids);
      } catch (error) {
        attachments.move(ids, threadId());
        throw error;
      }
    },
    sendQueued: ({ id }) => controller.sendQueued(id),
    removeQueued: ({ id }) => controller.removeQueued(id),
    history: async () =>
      (await controller.history()).map(({ id, title, updatedAt, isBusy, workspace: where }) => ({
        id,
        title,
        updatedAt,
        isHere: where === workspace,
        isBusy,
      })),
    openThread: async ({ threadId: id }) => controller.open(id),
    renameThread: ({ threadId: id, title }) => controller.rename(id, title),
    deleteThread: ({ threadId: id }) => controller.delete(id),
    openFile: async ({ name }) => {
      await vscode.commands.executeCommand("vscode.open", fileUri(name));
    },
    saveFile: ({ name }) => onFile(COMMANDS.saveOutput, name),
    revealFile: ({ name }) => onFile(COMMANDS.revealOutput, name),
    openSample: async ({ name }) => {
      if (!samples.includes(name))
        throw new InterpreterError("user", "no_sample", t("There is no sample {0}.", name));
      await vscode.commands.executeCommand(COMMANDS.analyzeFile, vscode.Uri.joinPath(samplesUri, name));
    },
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
    insertCode: ({ code }) => editors.insert(code),
    openText: ({ text, language }) => openText(text, language),
    openSent: async ({ turnId }) => {
      const { transcript } = controller;
      if (transcript !== null) await openText(sentText(transcript, turnId), "markdown");
    },
    runCode: ({ code }) => controller.runCode(code),
  };
}

async function openText(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}
