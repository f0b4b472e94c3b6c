import * as vscode from "vscode";
import { InterpreterError, isCancelled, sentenceOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import { nameOf } from "./fileNames.ts";
import { sourceOf } from "./sources.ts";
import { uniqueNames } from "./uniqueNames.ts";

const MAX_FILES = 100;

export interface ManySources {
  /** In the order of the files, no two under the same name. */
  readonly sources: readonly Source[];
  /** A sentence for each file that cannot be sent. */
  readonly leftOut: readonly string[];
}

/**
 * Those of the files that can be sent. Throws InterpreterError of kind "user" when none can, or there are more than 100.
 */
export async function sourcesOf(uris: readonly vscode.Uri[]): Promise<ManySources> {
  const chosen = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  if (chosen.length > MAX_FILES) {
    const message = t("{0} files are chosen; at most {1} can be sent at once.", chosen.length, MAX_FILES);
    throw new InterpreterError("user", "too_many", message, {
      action: t("Choose fewer, or put them into an archive."),
    });
  }
  const found: { readonly source: Source; readonly uri: vscode.Uri }[] = [];
  const failures: unknown[] = [];
  for (const uri of chosen) {
    try {
      found.push({ source: await sourceOf(uri), uri });
    } catch (error) {
      if (isCancelled(error)) throw error;
      failures.push(error);
    }
  }
  if (found.length === 0) throw noneOf(failures);
  const names = uniqueNames(found.map(({ source, uri }) => ({ name: source.name, folder: folderOf(uri) })));
  const sources = found.map(({ source }, index) => ({
    name: names[index] ?? source.name,
    bytes: source.bytes,
    open: () => source.open(),
  }));
  return { sources, leftOut: failures.map(sentenceOf) };
}

function noneOf(failures: readonly unknown[]): unknown {
  if (failures.length <= 1) return failures[0];
  const message = t("None of these {0} can be sent. {1}", failures.length, sentenceOf(failures[0]));
  return new InterpreterError("user", "no_file", message, { cause: failures[0] });
}

function folderOf(uri: vscode.Uri): string {
  const folder = vscode.Uri.joinPath(uri, "..");
  return folder.path === "/" ? "" : nameOf(folder);
}
