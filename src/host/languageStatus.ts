import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import { COMMANDS } from "../manifest.ts";

const PATTERN =
  "**/*.{c,cpp,csv,tsv,html,java,json,jsonl,md,php,py,rb,tex,txt,log,css,js,ts,xml,yaml,yml,C,CPP,CSV,TSV,HTML,JAVA,JSON,JSONL,MD,PHP,PY,RB,TEX,TXT,LOG,CSS,JS,TS,XML,YAML,YML}";

/** Says in the language status of an editor that its file can be analysed, and does it. */
export function languageStatus(): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("codeInterpreter", { pattern: PATTERN });
  item.name = t("Interpreter");
  item.text = t("Can be analyzed");
  item.detail = t("Interpreter");
  item.command = { command: COMMANDS.analyzeFile, title: t("Analyze with Interpreter") };
  return item;
}
