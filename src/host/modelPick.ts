import * as vscode from "vscode";
import { sentenceOf } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Choice } from "./choice.ts";
import type { ConnectionRow } from "./connections/connectionRow.ts";
import {
  analystItem,
  connectionItems,
  endpointItems,
  headline,
  languageModelItems,
  type ModelItem,
  type Pick,
  setUpItem,
} from "./modelItems.ts";
import { showPicker } from "./picker.ts";

/** What the list of models is made of. */
export interface ModelSources {
  readonly current: Choice | null;
  readonly connections: readonly ConnectionRow[];
  /** Base URLs. */
  readonly endpoints: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  modelsOf(baseURL: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Forgets an endpoint and its key. */
  forget(baseURL: string): Promise<void>;
}

/** Lets the person pick a model; what is slow to list appears when it is there. Undefined: left without a choice. */
export async function pickModel(sources: ModelSources): Promise<Pick | undefined> {
  const { current, headers } = sources;
  const found = new Map<string, readonly string[] | string | null>(
    sources.endpoints.map((url) => [url, null]),
  );
  let offered: readonly vscode.LanguageModelChat[] | string | null = null;
  const items = (): ModelItem[] => [
    headline(t("On this machine")),
    analystItem(current),
    ...connectionItems(sources.connections),
    headline(t("Endpoints")),
    setUpItem(),
    ...[...found].flatMap(([baseURL, models]) =>
      endpointItems({ provider: "endpoint", baseURL, headers }, models, current),
    ),
    ...languageModelItems(offered, current),
  ];
  const item = await showPicker<ModelItem>({
    title: t("Select Model"),
    placeholder: t("Who is to answer your questions?"),
    items,
    isActiveFirst: ({ description }) => description?.startsWith("$(check)") ?? false,
    load: (signal, changed) => [
      ...sources.endpoints.map(async (baseURL) => {
        const models = await sources.modelsOf(baseURL, signal).catch(sentenceOf);
        if (found.has(baseURL)) found.set(baseURL, models);
        changed();
      }),
      (async () => {
        offered = await Promise.resolve(vscode.lm.selectChatModels()).catch(sentenceOf);
        changed();
      })(),
    ],
    onButton: async ({ pick }) => {
      if (pick?.do !== "name") return;
      found.delete(pick.baseURL);
      await sources.forget(pick.baseURL);
    },
  });
  return item?.pick;
}

interface NameItem extends vscode.QuickPickItem {
  readonly name?: string;
}

/** Lets the person pick a model of an endpoint, or type the name of one that is not listed. `likely` comes first. */
export async function pickModelName(
  title: string,
  models: (signal: AbortSignal) => Promise<readonly string[]>,
  likely?: string,
): Promise<string | undefined> {
  const first = likely === undefined ? [] : [likely];
  let found: readonly string[] = first;
  let problem: string | null = null;
  const named = (name: string): NameItem => ({ label: name, name });
  const item = await showPicker<NameItem>({
    title,
    placeholder: t("Pick a model, or type its name"),
    items: (typed) => [
      ...(problem === null ? [] : [headline(t("The models could not be listed. {0}", problem))]),
      ...found.map(named),
      ...(typed === "" || found.includes(typed)
        ? []
        : [{ ...named(typed), description: t("as typed"), alwaysShow: true }]),
    ],
    load: (signal, changed) => [
      models(signal).then(
        (names) => {
          found = [...new Set([...first, ...names])];
          changed();
        },
        (error: unknown) => {
          problem = sentenceOf(error);
          changed();
        },
      ),
    ],
  });
  return item?.name;
}
