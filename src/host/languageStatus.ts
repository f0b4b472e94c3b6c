import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import { COMMANDS } from "../manifest.ts";

const TYPES =
  "c cpp csv tsv html htm java json jsonl ndjson geojson md php py rb sql tex txt log css js svg ts xml yaml yml toml ini";

/** Says in the language status of an editor that its file can be analysed, and does it. */
export function languageStatus(): vscode.Disposable {
  const types = TYPES.split(" ");
  // Patterns tell upper from lower case.
  const pattern = `**/*.{${[...types, ...types.map((type) => type.toUpperCase())].join(",")}}`;
  const item = vscode.languages.createLanguageStatusItem("codeInterpreter", { pattern });
  item.name = t("Interpreter");
  item.text = t("Can be analyzed");
  item.detail = t("Interpreter");
  item.command = { command: COMMANDS.analyzeFile, title: t("Analyze with Interpreter") };
  return item;
}
