import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { COMMANDS } from "../manifest.ts";
import type { Source } from "../thread/source.ts";
import type { ThreadController } from "../thread/threadController.ts";
import type { Attachment } from "./messages.ts";
import type { Handlers } from "./panelPort.ts";

interface Parts {
  readonly controller: ThreadController;
  readonly sourceOf: (uri: vscode.Uri) => Promise<Source>;
  readonly selectionQuestion: () => { readonly sources: readonly Source[] };
  readonly outputUri: (threadId: string, name: string) => vscode.Uri;
  /** Folder of the samples that come with the extension. */
  readonly samplesUri: vscode.Uri;
  readonly samples: readonly string[];
  /** Begins the address of this workspace's threads. */
  readonly workspace: string;
}

/** What the panel's buttons do. */
export function createHandlers(parts: Parts): Handlers {
  const { controller, sourceOf, outputUri, samplesUri, samples, workspace } = parts;
  // Picked and not yet sent; a window's worth of them costs nothing, as sources hold no bytes.
  const picked = new Map<string, Source>();
  let count = 0;
  const fileUri = (name: string): vscode.Uri => outputUri(controller.transcript?.threadId ?? "", name);
  const onFile = async (command: string, name: string): Promise<void> => {
    await vscode.commands.executeCommand(command, { uri: fileUri(name) });
  };
  const pick = (sources: readonly Source[]): Attachment[] =>
    sources.map((source) => {
      const id = String(++count);
      picked.set(id, source);
      return { id, name: source.name, bytes: source.bytes };
    });
  return {
    command: async ({ command }) => {
      await vscode.commands.executeCommand(command);
    },
    send: async ({ text, attachments }) => {
      const sources = attachments.flatMap((id) => picked.get(id) ?? []);
      await controller.ask(text, sources);
      for (const id of attachments) picked.delete(id);
    },
    sendQueued: ({ id }) => controller.sendQueued(id),
    removeQueued: ({ id }) => controller.removeQueued(id),
    attach: async () => {
      const uris =
        (await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: t("Attach") })) ?? [];
      return pick(await Promise.all(uris.map(sourceOf)));
    },
    attachCurrentFile: async () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri === undefined ? [] : pick([await sourceOf(uri)]);
    },
    attachSelection: async () => pick(selectionQuestion(parts)),
    attachUris: async ({ uris }) =>
      pick(await Promise.all(uris.map((uri) => sourceOf(vscode.Uri.parse(uri, true))))),
    history: async () =>
      (await controller.history()).map(({ id, title, createdAt, workspace: where }) => ({
        id,
        title,
        createdAt,
        isHere: where === workspace,
      })),
    openThread: async ({ threadId }) => controller.open(threadId),
    renameThread: ({ threadId, title }) => controller.rename(threadId, title),
    deleteThread: ({ threadId }) => controller.delete(threadId),
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
    insertCode: async ({ code }) => {
      await vscode.window.activeTextEditor?.insertSnippet(new vscode.SnippetString().appendText(code));
    },
    openText: async ({ text, language }) => {
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ content: text, language }),
      );
    },
    runCode: ({ code }) => controller.runCode(code),
  };
}

function selectionQuestion(parts: Parts): readonly Source[] {
  return parts.selectionQuestion().sources;
}
