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
import type { At } from "./steps.ts";

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

/** Lets the person pick a model; what is slow to list appears when it is there. Throws as `showPicker` does. */
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
  return item.pick;
}

interface NameQuestion {
  readonly title: string;
  readonly models: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Comes first. */
  readonly likely?: string | undefined;
  readonly at?: At<string> | undefined;
}

/**
 * Lets the person pick a model of an endpoint, or type the name of one that is not listed. Throws as `showPicker` does.
 */
export async function pickModelName({ title, models, likely, at }: NameQuestion): Promise<string> {
  const usual = at?.last ?? likely;
  const first = usual === undefined ? [] : [usual];
  let found: readonly string[] = first;
  let problem: string | null = null;
  const named = (label: string): vscode.QuickPickItem => ({ label });
  const { label } = await showPicker<vscode.QuickPickItem>({
    title,
    at,
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
  return label;
}
