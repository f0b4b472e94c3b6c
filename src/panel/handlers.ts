import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { COMMANDS, VIEWS } from "../manifest.ts";
import type { Source } from "../thread/source.ts";
import type { ThreadController } from "../thread/threadController.ts";
import type { Handlers } from "./panelPort.ts";

interface Parts {
  readonly controller: ThreadController;
  readonly sourceOf: (uri: vscode.Uri) => Promise<Source>;
  readonly outputUri: (threadId: string, name: string) => vscode.Uri;
  /** Folder of the samples that come with the extension. */
  readonly samplesUri: vscode.Uri;
  readonly samples: readonly string[];
}

/** What the panel's buttons do. */
export function createHandlers({ controller, sourceOf, outputUri, samplesUri, samples }: Parts): Handlers {
  // Picked and not yet sent; a window's worth of them costs nothing, as sources hold no bytes.
  const picked = new Map<string, Source>();
  let count = 0;
  const fileUri = (name: string): vscode.Uri => outputUri(controller.transcript?.threadId ?? "", name);
  return {
    send: async ({ text, attachments }) => {
      const sources = attachments.flatMap((id) => picked.get(id) ?? []);
      await controller.ask(text, sources);
      for (const id of attachments) picked.delete(id);
    },
    stop: () => controller.stop(),
    newThread: async () => controller.newThread(),
    attach: async () => {
      const uris = (await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: "Attach" })) ?? [];
      const sources = await Promise.all(uris.map(sourceOf));
      return sources.map((source) => {
        const id = String(++count);
        picked.set(id, source);
        return { id, name: source.name, bytes: source.bytes };
      });
    },
    openFile: async ({ name }) => {
      await vscode.commands.executeCommand("vscode.open", fileUri(name));
    },
    saveFile: async ({ name }) => {
      await vscode.commands.executeCommand(COMMANDS.saveOutput, { uri: fileUri(name) });
    },
    openSample: async ({ name }) => {
      if (!samples.includes(name))
        throw new InterpreterError("user", "no_sample", `There is no sample ${name}.`);
      await vscode.commands.executeCommand(COMMANDS.analyzeFile, vscode.Uri.joinPath(samplesUri, name));
    },
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
    showOutputs: async () => {
      await vscode.commands.executeCommand(`${VIEWS.outputs}.focus`);
    },
  };
}
