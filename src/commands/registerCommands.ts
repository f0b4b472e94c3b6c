import * as vscode from "vscode";
import { isCancelled, InterpreterError, sentenceOf } from "../base/errors.ts";
import { type CommandArguments, type CommandId, COMMANDS } from "../manifest.ts";
import { analyzeFile } from "./analyzeFile.ts";
import { analyzeSelection } from "./analyzeSelection.ts";
import { clearApiKey, setApiKey } from "./apiKey.ts";
import type { CommandContext } from "./commandContext.ts";
import { newThread } from "./newThread.ts";
import { saveOutput } from "./saveOutput.ts";

type Command<Id extends CommandId> = (
  context: CommandContext,
  ...args: CommandArguments[Id]
) => Promise<void>;

/** Every command; one that is missing does not compile. */
const TABLE: { [Id in CommandId]: Command<Id> } = {
  "codeInterpreter.analyzeFile": analyzeFile,
  "codeInterpreter.analyzeSelection": analyzeSelection,
  "codeInterpreter.newThread": newThread,
  "codeInterpreter.stop": ({ controller }) => controller.stop(),
  "codeInterpreter.saveOutput": saveOutput,
  "codeInterpreter.setApiKey": setApiKey,
  "codeInterpreter.clearApiKey": clearApiKey,
  "codeInterpreter.showLog": async ({ showLog }) => showLog(),
};

/** Registers all commands behind one error boundary: every failure ends in a message, or is meant to be silent. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const registered = Object.entries(TABLE).map(([id, command]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        // VS Code passes what the manifest's menus give; each command checks what it uses.
        await (command as (context: CommandContext, ...rest: unknown[]) => Promise<void>)(context, ...args);
      } catch (error) {
        report(context, id, error);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}

function report({ log }: CommandContext, id: string, error: unknown): void {
  if (isCancelled(error)) return;
  log.error("command failed", error, { command: id });
  if (error instanceof InterpreterError && error.code === "busy") {
    void offerNewThread(error);
    return;
  }
  void vscode.window.showErrorMessage(sentenceOf(error));
}

async function offerNewThread(error: InterpreterError): Promise<void> {
  const [stop, fresh] = ["Stop", "New Thread"];
  const choice = await vscode.window.showWarningMessage(sentenceOf(error), stop, fresh);
  if (choice === stop) await vscode.commands.executeCommand(COMMANDS.stop);
  if (choice === fresh) await vscode.commands.executeCommand(COMMANDS.newThread);
}
