import type * as vscode from "vscode";
import { t } from "../../base/l10n.ts";
import type { CodePlace } from "../../domain/connection.ts";
import { showPicker } from "../picker.ts";
import type { At } from "../steps.ts";

/** Asks where code is to run. Throws the silent error when it is left, and `WentBack`. */
export async function askForPlace(host: string, title: string, at: At<CodePlace>): Promise<CodePlace> {
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
  const { place } = await showPicker({
    title,
    placeholder: t("Where is code to run? You are asked once for this connection."),
    items: () => places,
    isActiveFirst: (item) => item.place === at.last,
    at,
  });
  return place;
}
