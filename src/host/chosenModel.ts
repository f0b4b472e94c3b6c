import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Model } from "../run/model.ts";
import type { ApiKeys } from "./apiKeys.ts";
import { type Choice, destinationOf, vendorName } from "./choice.ts";
import type { Consent } from "./consent.ts";
import { withKey } from "./endpointSetting.ts";
import { LanguageModel } from "./languageModel.ts";
import { orNull } from "./orNull.ts";
import type { Remembered } from "./remembered.ts";
import type { Settings } from "./settings.ts";

/** Makes the models that can be chosen. */
export interface ModelMakers {
  readonly analyst: () => Model;
  readonly endpoint: (options: {
    readonly baseURL: string;
    readonly model: string;
    readonly apiKey: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
  }) => Model;
  readonly vscode: (transport: LanguageModel) => Model;
}

interface Parts {
  readonly settings: Settings;
  readonly keys: ApiKeys;
  readonly consent: Consent;
  readonly remembered: Remembered;
}

/** The model that the settings choose, and whether anything may be sent to it. */
export class ChosenModel {
  readonly #parts: Parts;
  // A model learns what it is not to be sent; asking it anew with each run would cost a refused request each.
  #made: { readonly key: string; readonly model: Model } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** For people, e.g. "Built-in analyst" or "gpt-5 · api.openai.com". */
  get label(): string {
    const choice = orNull(() => this.#parts.settings.choice);
    if (choice === null) return t("No model: check the settings");
    if (choice.provider === "analyst") return t("Built-in analyst");
    if (choice.provider === "endpoint") return `${choice.model} · ${new URL(choice.baseURL).host}`;
    return `${this.#nameOf(choice)} · ${vendorName(choice.vendor)}`;
  }

  /** Whether the built-in analyst answers, so that a model would add something. */
  get isAnalyst(): boolean {
    return orNull(() => this.#parts.settings.choice)?.provider === "analyst";
  }

  /**
   * To be awaited before a question is sent: asks the person where that is due. Throws the silent error when it is
   * declined, and InterpreterError of kind "user" when the settings name no model.
   */
  async confirm(): Promise<void> {
    const { settings, consent } = this.#parts;
    const { choice } = settings;
    const destination = destinationOf(choice);
    if (destination !== null) await consent.ensure(destination, this.#nameOf(choice));
  }

  /** The model for one run. Throws InterpreterError where nothing may be sent to it, or it is not there. */
  async open(make: ModelMakers): Promise<Model> {
    const { settings, keys, consent } = this.#parts;
    const { choice } = settings;
    const destination = destinationOf(choice);
    if (destination !== null) consent.assertGiven(destination);
    if (choice.provider === "analyst") return make.analyst();
    if (choice.provider === "endpoint") {
      const { baseURL, model, headers } = choice;
      const apiKey = await keys.get(baseURL);
      const options = { baseURL, model, apiKey, headers: withKey(headers, apiKey) };
      return this.#once(JSON.stringify(options), () => make.endpoint(options));
    }
    const { vendor, id } = choice;
    const [found] = await vscode.lm.selectChatModels({ vendor, id });
    if (found === undefined) throw notOffered(this.#nameOf(choice));
    return this.#once(`${vendor}/${id}`, () => make.vscode(new LanguageModel(found)));
  }

  #once(key: string, make: () => Model): Model {
    if (this.#made?.key !== key) this.#made = { key, model: make() };
    return this.#made.model;
  }

  #nameOf(choice: Choice): string {
    if (choice.provider === "analyst") return "";
    if (choice.provider === "endpoint") return choice.model;
    return this.#parts.remembered.nameOf(choice.vendor, choice.id);
  }
}

function notOffered(model: string): InterpreterError {
  const message = t("VS Code does not offer the model {0} now.", model);
  return new InterpreterError("upstream", "model_gone", message, {
    action: t(
      'Is its extension enabled and signed in? Or choose another model by "Interpreter: Select Model…".',
    ),
  });
}
