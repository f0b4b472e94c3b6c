import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import { askForEndpoint } from "./askForEndpoint.ts";
import { askForKey } from "./askForKey.ts";
import type { ApiKeys } from "./apiKeys.ts";
import type { Choice } from "./choice.ts";
import type { ConnectionChoice } from "./connections/connectionChoice.ts";
import { LOCAL } from "./connections/local.ts";
import { hostOf } from "./modelItems.ts";
import { pickModel, pickModelName } from "./modelPick.ts";
import { orNull } from "./orNull.ts";
import type { Remembered } from "./remembered.ts";
import type { Settings } from "./settings.ts";

interface Parts {
  readonly settings: Settings;
  readonly keys: ApiKeys;
  readonly remembered: Remembered;
  readonly connections: ConnectionChoice;
}

/**
 * Who answers: the built-in analyst, a model at an endpoint, one that VS Code offers, or a connection; with the keys of
 * endpoints and connections.
 */
export class ModelChoice {
  readonly #settings: Settings;
  readonly #keys: ApiKeys;
  readonly #remembered: Remembered;
  readonly #connections: ConnectionChoice;

  constructor({ settings, keys, remembered, connections }: Parts) {
    this.#settings = settings;
    this.#keys = keys;
    this.#remembered = remembered;
    this.#connections = connections;
  }

  /** Lets the person choose, and writes it into the person's settings. */
  async select(): Promise<void> {
    const current = this.#connections.isLocal ? orNull(() => this.#settings.choice) : null;
    const pick = await pickModel({
      current,
      connections: this.#connections.rows,
      endpoints: this.#endpoints,
      headers: this.#headers,
      modelsOf: (baseURL, signal) => this.#modelsOf(baseURL, undefined, signal),
      forget: (baseURL) => this.#forget(baseURL),
    });
    if (pick?.do === "choose") await this.#choose(pick.choice, pick.name);
    if (pick?.do === "setUp") await this.#setUp();
    if (pick?.do === "connect") await this.#connections.choose(pick.connection);
    if (pick?.do === "addConnection") await this.#connections.add();
    if (pick?.do === "name") await this.#chooseByName(pick.baseURL);
  }

  /** Asks for the key of the connection, or else the endpoint, that is set up; without one, sets one up. */
  async setApiKey(): Promise<void> {
    const address = this.#connections.keyAddress ?? this.#settings.endpoint;
    if (address === null) {
      await this.#setUp();
      return;
    }
    const host = hostOf(address);
    const key = await askForKey({ host, title: t("API key for {0}", host), isNeeded: true });
    await this.#keys.set(address, key);
    tell(t("The key is kept in VS Code's secret storage. It is sent to {0} only.", host));
  }

  /** Removes a key; the person says which one where there are several. */
  async clearApiKey(): Promise<void> {
    const origins = await this.#keys.origins();
    if (origins.length === 0) {
      tell(t("No API key is kept."));
      return;
    }
    const options = { title: t("Clear API Key"), placeHolder: t("Whose key is to be removed?") };
    const origin = origins.length === 1 ? origins[0] : await vscode.window.showQuickPick(origins, options);
    if (origin === undefined) return;
    await this.#keys.delete(origin);
    tell(t("The key for {0} was removed.", hostOf(origin)));
  }

  /** Asks for address, key and model; nothing is kept before the last of them. */
  async #setUp(): Promise<void> {
    const { baseURL, key, model } = await askForEndpoint({
      usual: orNull(() => this.#settings.endpoint),
      hasKey: async (url) => (await this.#keys.get(url)) !== undefined,
      modelsOf: (url, newKey, signal) => this.#modelsOf(url, newKey, signal),
    });
    if (key !== undefined) await this.#keys.set(baseURL, key);
    await this.#chooseAt(baseURL, model);
  }

  async #chooseByName(baseURL: string): Promise<void> {
    const title = t("Model at {0}", hostOf(baseURL));
    const models = (signal: AbortSignal) => this.#modelsOf(baseURL, undefined, signal);
    await this.#chooseAt(baseURL, await pickModelName({ title, models }));
  }

  async #chooseAt(baseURL: string, model: string): Promise<void> {
    await this.#choose({ provider: "endpoint", baseURL, model, headers: this.#headers }, model);
  }

  async #choose(choice: Choice, name: string): Promise<void> {
    if (choice.provider === "endpoint") await this.#remembered.addEndpoint(choice.baseURL);
    if (choice.provider === "vscode") await this.#remembered.setName(choice.vendor, choice.id, name);
    await this.#settings.choose(choice);
    await this.#connections.choose(LOCAL);
    // Throws for what else is wrong, e.g. a header.
    if (JSON.stringify(this.#settings.choice) === JSON.stringify(choice)) return;
    void vscode.window.showWarningMessage(
      t("{0} is in your settings now, but the settings of this workspace choose another model.", name),
    );
  }

  async #modelsOf(baseURL: string, key: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
    const apiKey = key ?? (await this.#keys.get(baseURL));
    // Comes with a parser that the editor's start need not wait for.
    const { endpointModels } = await import("./endpointModels.ts");
    return endpointModels({ baseURL, apiKey, headers: this.#headers }, signal);
  }

  async #forget(baseURL: string): Promise<void> {
    await this.#remembered.forgetEndpoint(baseURL);
    await this.#settings.forgetEndpoint(baseURL);
    if (!this.#connections.usesKeyOf(baseURL)) await this.#keys.delete(baseURL);
  }

  /** The one that is set, then those that were set up before. */
  get #endpoints(): readonly string[] {
    const set = orNull(() => this.#settings.endpoint);
    return [...new Set([...(set === null ? [] : [set]), ...this.#remembered.endpoints])];
  }

  get #headers(): Readonly<Record<string, string>> {
    return orNull(() => this.#settings.headers) ?? {};
  }
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
