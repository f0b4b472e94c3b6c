import { InterpreterError, isCancelled } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { hostOf, modelOf, type Opened, runsElsewhere } from "../../domain/connection.ts";
import type { ApiKeys } from "../apiKeys.ts";
import type { ChosenModel } from "../chosenModel.ts";
import type { Consent } from "../consent.ts";
import { declined } from "../declined.ts";
import { orNull } from "../orNull.ts";
import { accessTo } from "./access.ts";
import { askForPlace } from "./askForPlace.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import { destinationFor } from "./destination.ts";
import { signIn } from "./microsoftSignIn.ts";
import type { SavedConnection } from "./savedConnection.ts";

interface Parts {
  readonly settings: ConnectionSettings;
  /** Who answers while no connection is chosen. */
  readonly model: ChosenModel;
  readonly keys: ApiKeys;
  readonly consent: Consent;
}

/** Who carries out runs by the settings of the moment, and whether anything may be sent there. */
export class ChosenConnection {
  readonly #parts: Parts;
  #last: { readonly mark: string; readonly opened: Opened } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** For people, e.g. "Built-in analyst" or "gpt-5 · Work". */
  get label(): string {
    try {
      const { chosen } = this.#parts.settings;
      return chosen === null ? this.#parts.model.label : labelOf(chosen);
    } catch {
      // What is wrong is told when a question is asked; what is only shown must not fail.
      return t("No connection: check the settings");
    }
  }

  /** Whether the built-in analyst answers, so that a model would add something. */
  get isAnalyst(): boolean {
    return orNull(() => this.#parts.settings.chosen) === null && this.#parts.model.isAnalyst;
  }

  /** The host at which code of the next run runs; null: this machine. */
  get codeAt(): string | null {
    const chosen = orNull(() => this.#parts.settings.chosen);
    return chosen !== null && runsElsewhere(chosen.connection) ? hostOf(chosen.connection) : null;
  }

  /**
   * To be awaited before a question is sent: asks the person what is due, e.g. to sign in. Throws the silent error when
   * it is declined, and InterpreterError of kind "user" when the settings are wrong.
   */
  async confirm(): Promise<void> {
    const { settings, model, consent, keys } = this.#parts;
    const { chosen } = settings;
    if (chosen === null) return model.confirm();
    const placed = chosen.isPlaceChosen ? chosen : await this.#place(chosen);
    const destination = destinationFor(placed);
    if (destination !== null) await consent.ensure(destination, whoIn(placed) ?? placed.name);
    if (placed.scopes.length > 0) await signIn(placed.scopes, placed.name);
    await accessTo(placed, keys);
  }

  /**
   * For one run, the same object as long as nothing has changed; null: Local. Throws InterpreterError where nothing may be
   * sent, or it cannot be opened.
   */
  async open(): Promise<Opened | null> {
    const { settings, consent, keys } = this.#parts;
    const { chosen } = settings;
    if (chosen === null) return null;
    if (!chosen.isPlaceChosen) throw placeMissing(chosen);
    const destination = destinationFor(chosen);
    if (destination !== null) consent.assertGiven(destination);
    const opened = { connection: chosen.connection, access: await accessTo(chosen, keys) };
    const mark = JSON.stringify([opened, chosen.scopes]);
    if (this.#last?.mark !== mark) this.#last = { mark, opened };
    return this.#last.opened;
  }

  async #place(saved: SavedConnection): Promise<SavedConnection> {
    const { connection } = saved;
    if (connection.kind === "assistants") return saved;
    const runsCode = await askForPlace(hostOf(connection), saved.name, { canGoBack: false }).catch(
      (error: unknown) => {
        throw isCancelled(error) ? declined() : error;
      },
    );
    const placed = { ...saved, connection: { ...connection, runsCode }, isPlaceChosen: true };
    await this.#parts.settings.save(placed);
    return placed;
  }
}

function labelOf(saved: SavedConnection): string {
  const who = whoIn(saved);
  return who === null ? saved.name : `${who} · ${saved.name}`;
}

/** The model that is asked; null: the server decides. */
function whoIn({ connection }: SavedConnection): string | null {
  const model = modelOf(connection);
  return connection.kind === "assistants" && model === "default" ? null : model;
}

function placeMissing({ name }: SavedConnection): InterpreterError {
  const message = t('It was not chosen yet where code of "{0}" runs.', name);
  return new InterpreterError("policy", "no_place", message, {
    action: t("Ask once in the chat panel of VS Code, and choose it there."),
  });
}
