import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { FileArgument } from "../manifest.ts";
import type { CommandContext } from "./commandContext.ts";

type Pointed = vscode.Uri | FileArgument;

/**
 * "Analyze with Interpreter" on files: those selected in the explorer or the Outputs view (`all`), the one the menu was
 * opened on (`first`), or, from the palette, the one in the active tab. What cannot be sent is left out and named.
 */
export async function analyzeFile(
  { controller, showPanel, activeFile, sourcesOf }: CommandContext,
  first?: Pointed,
  all?: readonly Pointed[],
): Promise<void> {
  // An editor's menu passes something else in second place.
  const pointed = Array.isArray(all) && all.length > 0 ? all : [first ?? activeFile()];
  const uris = pointed.flatMap((one) => uriOf(one) ?? []);
  if (uris.length === 0) {
    throw new InterpreterError("user", "no_file", t("No file is open."), {
      action: t("Open one, or right-click it in the explorer."),
    });
  }
  const { sources, leftOut } = await sourcesOf(uris);
  if (leftOut.length > 0) sayLeftOut(leftOut, uris.length);
  const question = `Analyze ${sources.map(({ name }) => name).join(", ")}.`;
  await Promise.all([showPanel(), controller.ask(question, sources)]);
}

function uriOf(pointed: Pointed | undefined): vscode.Uri | undefined {
  const uri = pointed instanceof vscode.Uri ? pointed : pointed?.uri;
  return uri instanceof vscode.Uri ? uri : undefined;
}

const NAMED = 3;

function sayLeftOut(sentences: readonly string[], count: number): void {
  const named = sentences.slice(0, NAMED).join(" ");
  const more = sentences.length > NAMED ? ` ${t("And {0} more.", sentences.length - NAMED)}` : "";
  void vscode.window.showWarningMessage(
    t("{0} of {1} were left out. {2}", sentences.length, count, `${named}${more}`),
  );
}
