import * as vscode from "vscode";
import { isCancelled, sentenceOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { type CommandArguments, type CommandId, COMMANDS } from "../manifest.ts";
import { analyzeFile } from "./analyzeFile.ts";
import { analyzeSelection } from "./analyzeSelection.ts";
import { ask } from "./ask.ts";
import type { CommandContext, Shell } from "./commandContext.ts";
import { copyDiagnostics } from "./copyDiagnostics.ts";
import { importThreads } from "./importThreads.ts";
import { newThread } from "./newThread.ts";
import { openThread } from "./openThread.ts";
import { runSelection } from "./runSelection.ts";

type Command<Id extends CommandId> = (
  context: CommandContext,
  ...args: CommandArguments[Id]
) => Promise<void>;

/** Every command; one that is missing does not compile. */
const TABLE: { [Id in Exclude<CommandId, typeof COMMANDS.showLog>]: Command<Id> } = {
  "codeInterpreter.analyzeFile": analyzeFile,
  "codeInterpreter.analyzeSelection": analyzeSelection,
  "codeInterpreter.runSelection": runSelection,
  "codeInterpreter.ask": ask,
  "codeInterpreter.newThread": newThread,
  "codeInterpreter.openThread": openThread,
  "codeInterpreter.stop": ({ controller }) => controller.stop(),
  "codeInterpreter.interruptCell": ({ controller }) => controller.interruptCell(),
  "codeInterpreter.retry": ({ controller }) => controller.retry(),
  "codeInterpreter.restartSession": ({ controller }) => controller.restartSession(),
  "codeInterpreter.showOutputs": ({ outputs }) => outputs.show(),
  "codeInterpreter.revealOutput": ({ outputs }, file) => outputs.reveal(file),
  "codeInterpreter.saveOutput": ({ outputs }, file) => outputs.saveAs(file),
  "codeInterpreter.saveAllOutputs": ({ outputs }, thread) => outputs.saveAll(thread),
  "codeInterpreter.compareWithOriginal": ({ outputs }, file) => outputs.compareWithOriginal(file),
  "codeInterpreter.addOutputsToWorkspace": ({ outputs }) => outputs.addToWorkspace(),
  "codeInterpreter.exportNotebook": async ({ exports }) => (await exports()).notebook(),
  "codeInterpreter.exportMarkdown": async ({ exports }) => (await exports()).markdown(),
  "codeInterpreter.exportPython": async ({ exports }) => (await exports()).python(),
  "codeInterpreter.openTranscriptAsText": async ({ exports }) => (await exports()).transcriptAsText(),
  "codeInterpreter.importThreads": importThreads,
  "codeInterpreter.selectModel": ({ models }) => models.select(),
  "codeInterpreter.selectConnection": ({ connections }) => connections.select(),
  "codeInterpreter.addConnection": ({ connections }) => connections.add(),
  "codeInterpreter.testConnection": ({ connections }) => connections.test(),
  "codeInterpreter.removeConnection": ({ connections }) => connections.remove(),
  "codeInterpreter.setApiKey": ({ models }) => models.setApiKey(),
  "codeInterpreter.clearApiKey": ({ models }) => models.clearApiKey(),
  "codeInterpreter.startServer": ({ server }) => server.start(),
  "codeInterpreter.stopServer": ({ server }) => server.stop(),
  "codeInterpreter.copyDiagnostics": copyDiagnostics,
};

/**
 * Registers all commands behind one error boundary: every failure ends in a message, or is meant to be silent. What they
 * work with is made with the first command that needs it; the log can be shown whatever fails.
 */
export function registerCommands(
  { log, showLog }: Shell,
  context: () => Promise<CommandContext>,
): vscode.Disposable {
  const registered = Object.entries(TABLE).map(([id, command]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        // VS Code passes what the manifest's menus give; each command checks what it uses.
        await (command as (context: CommandContext, ...rest: unknown[]) => Promise<void>)(
          await context(),
          ...args,
        );
      } catch (error) {
        if (isCancelled(error)) return;
        log.error("command failed", error, { command: id });
        void report(error, showLog);
      }
    }),
  );
  return vscode.Disposable.from(...registered, vscode.commands.registerCommand(COMMANDS.showLog, showLog));
}

async function report(error: unknown, showLog: () => void): Promise<void> {
  const details = t("Show Log");
  if ((await vscode.window.showErrorMessage(sentenceOf(error), details)) === details) showLog();
}
