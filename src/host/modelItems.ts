import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import { type Choice, vendorName } from "./choice.ts";
import { type ConnectionRow, shown } from "./connections/connectionRow.ts";

/** What can be picked in the list of models. */
export type Pick =
  | { readonly do: "choose"; readonly choice: Choice; readonly name: string }
  /** Type the name of a model of this endpoint. */
  | { readonly do: "name"; readonly baseURL: string }
  | { readonly do: "setUp" }
  | { readonly do: "connect"; readonly connection: string }
  | { readonly do: "addConnection" };

/** A row; without `pick` it is a headline. */
export interface ModelItem extends vscode.QuickPickItem {
  readonly pick?: Pick;
}

export const hostOf = (baseURL: string): string => new URL(baseURL).host;

export const headline = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

export function analystItem(current: Choice | null): ModelItem {
  return choiceItem(
    { provider: "analyst" },
    t("Built-in analyst"),
    current,
    t("No model, no key, no network"),
  );
}

export function setUpItem(): ModelItem {
  return {
    label: `$(plug) ${t("Set up an endpoint…")}`,
    detail: t("Any server that speaks OpenAI's API: OpenAI, Azure OpenAI, Ollama, LM Studio, vLLM…"),
    pick: { do: "setUp" },
  };
}

/** Connections, each with a model of its own. */
export function connectionItems(rows: readonly ConnectionRow[]): ModelItem[] {
  return [
    headline(t("Connections")),
    ...rows.map((row): ModelItem => ({ ...shown(row), pick: { do: "connect", connection: row.name } })),
    {
      label: `$(add) ${t("Add Connection…")}`,
      detail: t("OpenAI, Azure OpenAI, Foundry, or another Assistants server; code runs here or there"),
      pick: { do: "addConnection" },
    },
  ];
}

/** The models of an endpoint; `found` is null while they are asked for, or the sentence that says why there are none. */
export function endpointItems(
  endpoint: Omit<Extract<Choice, { provider: "endpoint" }>, "model">,
  found: readonly string[] | string | null,
  current: Choice | null,
): ModelItem[] {
  const { baseURL } = endpoint;
  const host = hostOf(baseURL);
  const chosen = current?.provider === "endpoint" && current.baseURL === baseURL ? [current.model] : [];
  // What is chosen is there whatever the endpoint says.
  const names = new Set([...chosen, ...(Array.isArray(found) ? found : [])]);
  const problem = typeof found === "string" ? found : undefined;
  return [
    headline(host),
    ...[...names].map((model) => choiceItem({ ...endpoint, model }, model, current, undefined)),
    {
      label:
        problem === undefined
          ? `$(edit) ${t("Another model…")}`
          : `$(warning) ${t("Enter the model's name…")}`,
      description: problem === undefined ? host : t("The models of {0} could not be listed", host),
      ...(problem === undefined ? {} : { detail: problem }),
      buttons: [{ iconPath: new vscode.ThemeIcon("trash"), tooltip: t("Forget {0} and its key", host) }],
      pick: { do: "name", baseURL },
      alwaysShow: true,
    },
  ];
}

/** The models that VS Code offers; null while they are asked for, or the sentence that says why there are none. */
export function languageModelItems(
  found: readonly vscode.LanguageModelChat[] | string | null,
  current: Choice | null,
): ModelItem[] {
  const title = t("Offered by VS Code");
  if (found === null) return [];
  if (typeof found === "string") return [headline(`${title}: ${found}`)];
  if (found.length === 0)
    return [headline(t("{0}: none; extensions such as GitHub Copilot bring some", title))];
  return [
    headline(title),
    ...found.map(({ vendor, id, name, family, maxInputTokens }) =>
      choiceItem(
        { provider: "vscode", vendor, id },
        name,
        current,
        t(
          "{0} · {1} · takes {2} tokens",
          vendorName(vendor),
          family,
          maxInputTokens.toLocaleString(vscode.env.language),
        ),
      ),
    ),
  ];
}

function choiceItem(
  choice: Choice,
  name: string,
  current: Choice | null,
  detail: string | undefined,
): ModelItem {
  const isCurrent = current !== null && isSame(choice, current);
  return {
    label: name,
    ...(isCurrent ? { description: `$(check) ${t("current")}` } : {}),
    ...(detail === undefined ? {} : { detail }),
    pick: { do: "choose", choice, name },
  };
}

function isSame(one: Choice, other: Choice): boolean {
  if (one.provider === "endpoint" && other.provider === "endpoint") {
    return one.baseURL === other.baseURL && one.model === other.model;
  }
  if (one.provider === "vscode" && other.provider === "vscode") {
    return one.vendor === other.vendor && one.id === other.id;
  }
  return one.provider === other.provider && one.provider === "analyst";
}
