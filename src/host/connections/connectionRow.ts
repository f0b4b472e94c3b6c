import { t } from "../../base/l10n.ts";
import { type CodePlace, hostOf, modelOf } from "../../domain/connection.ts";
import { kindName } from "./askConnection.ts";
import type { SavedConnection } from "./savedConnection.ts";

/** A connection in a list. */
export interface ConnectionRow {
  readonly name: string;
  /** What it is, or what is wrong with it. */
  readonly detail: string;
  readonly isChosen: boolean;
  readonly isBroken: boolean;
  /** Null: there is nothing to choose. */
  readonly runsCode: CodePlace | null;
}

export function rowOf(
  { name, connection, isPlaceChosen }: SavedConnection,
  isChosen: boolean,
): ConnectionRow {
  const runsCode = connection.kind === "assistants" || !isPlaceChosen ? null : connection.runsCode;
  const detail = [
    kindName(connection.kind),
    modelOf(connection),
    hostOf(connection),
    ...(connection.kind === "assistants" ? [t("code runs there")] : []),
    ...(runsCode === "here" ? [t("code runs here")] : []),
    ...(runsCode === "container" ? [t("code runs in its container")] : []),
  ].join(" · ");
  return { name, detail, isChosen, isBroken: false, runsCode };
}

/** How it looks in any list. */
export function shown({ name, detail, isChosen, isBroken }: Omit<ConnectionRow, "runsCode">) {
  return {
    label: isBroken ? `$(warning) ${name}` : name,
    ...(isChosen ? { description: `$(check) ${t("current")}` } : {}),
    detail,
  };
}
