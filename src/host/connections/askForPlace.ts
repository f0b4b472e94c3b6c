import * as vscode from "vscode";
import { cancelled } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { CodePlace } from "../../domain/connection.ts";

/** Asks where code is to run. Throws the silent error when it is left. */
export async function askForPlace(host: string, title: string): Promise<CodePlace> {
  const places: (vscode.QuickPickItem & { place: CodePlace })[] = [
    {
      place: "here",
      label: t("Run code here"),
      detail: t("Data stays; only what the code prints is sent to {0}.", host),
    },
    {
      place: "container",
      label: t("Run code in the provider's container"),
      detail: t("Files are uploaded to {0}, which charges for the container.", host),
    },
  ];
  const placeHolder = t("Where is code to run? You are asked once for this connection.");
  const picked = await vscode.window.showQuickPick(places, { title, placeHolder, ignoreFocusOut: true });
  if (picked === undefined) throw cancelled();
  return picked.place;
}
