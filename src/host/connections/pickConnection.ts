import * as vscode from "vscode";
import { t } from "../../base/l10n.ts";
import { headline } from "../modelItems.ts";
import { showPicker } from "../picker.ts";
import { type ConnectionRow, shown } from "./connectionRow.ts";
import { LOCAL } from "./local.ts";

interface Sources {
  readonly localModel: string;
  readonly isLocal: boolean;
  readonly rows: () => readonly ConnectionRow[];
  /** Has its code run in the other place. */
  readonly move: (name: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

interface Item extends vscode.QuickPickItem {
  /** Absent: a new one. */
  readonly choice?: string;
}

const REMOVE = "trash";

/** Lets the person pick a connection by its name; null: a new one. Throws the silent error when the list is left. */
export async function pickConnection(sources: Sources): Promise<string | null> {
  const { localModel, isLocal, rows, move, remove } = sources;
  const items = (): Item[] => [
    {
      ...shown({
        name: LOCAL,
        detail: t("{0}; code runs here", localModel),
        isChosen: isLocal,
        isBroken: false,
      }),
      choice: LOCAL,
    },
    ...rows().map(itemOf),
    headline(""),
    { label: `$(add) ${t("Add Connection…")}`, alwaysShow: true },
  ];
  const item = await showPicker<Item>({
    title: t("Select Connection"),
    placeholder: t("Who is to carry out your questions?"),
    items,
    isActiveFirst: ({ description }) => description?.startsWith("$(check)") ?? false,
    onButton: async ({ choice }, button) => {
      if (choice === undefined) return;
      await (button.iconPath instanceof vscode.ThemeIcon && button.iconPath.id === REMOVE ? remove : move)(
        choice,
      );
    },
  });
  return item.choice ?? null;
}

function itemOf(row: ConnectionRow): Item {
  const moveTo = row.runsCode === "here" ? t("Run code in its container") : t("Run code here");
  return {
    ...shown(row),
    choice: row.name,
    buttons: [
      ...(row.runsCode === null ? [] : [{ iconPath: new vscode.ThemeIcon("arrow-swap"), tooltip: moveTo }]),
      { iconPath: new vscode.ThemeIcon(REMOVE), tooltip: t("Remove {0}", row.name) },
    ],
  };
}
