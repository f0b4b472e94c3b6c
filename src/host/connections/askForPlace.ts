import { t } from "../../base/l10n.ts";
import type { CodePlace } from "../../domain/connection.ts";
import { pickOne } from "../pickOne.ts";
import type { At } from "../steps.ts";

/** Asks where code is to run. Throws the silent error when it is left, and `WentBack`. */
export async function askForPlace(host: string, title: string, at: At<CodePlace>): Promise<CodePlace> {
  const row = (value: CodePlace, label: string, detail: string) => ({ value, label, detail });
  const rows = [
    row("here", t("Run code here"), t("Data stays; only what the code prints is sent to {0}.", host)),
    row(
      "container",
      t("Run code in the provider's container"),
      t("Files are uploaded to {0}, which charges for the container.", host),
    ),
  ];
  return pickOne(rows, title, t("Where is code to run? You are asked once for this connection."), at);
}
