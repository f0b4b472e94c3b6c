import * as vscode from "vscode";
import { splitName } from "./uniqueNames.ts";

/** The last part of the path. */
export function nameOf({ path }: vscode.Uri): string {
  return path.split("/").at(-1) || "file";
}

/** The name of an open document, with the extension of its language when it has none of its own. */
export function documentName({ uri, languageId }: vscode.TextDocument): string {
  const [stem, extension] = splitName(nameOf(uri));
  // A notebook's cell has the notebook's name.
  if (uri.scheme === "vscode-notebook-cell") return `${stem}-cell${extensionOf(languageId)}`;
  return `${stem}${extension || extensionOf(languageId)}`;
}

/** The first extension that the language is known by, e.g. ".py"; ".txt" for a language without. */
function extensionOf(languageId: string): string {
  for (const { packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { languages?: readonly Language[] } };
    const language = contributes?.languages?.find(
      ({ id, extensions }) => id === languageId && extensions?.[0],
    );
    if (language?.extensions?.[0] !== undefined) return language.extensions[0];
  }
  return ".txt";
}

/** As an extension's manifest has it. */
interface Language {
  readonly id: string;
  readonly extensions?: readonly string[];
}
