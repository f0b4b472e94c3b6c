import * as vscode from "vscode";
import { cancelled, sentenceOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { addressOf } from "../../domain/connection.ts";
import type { ApiKeys } from "../apiKeys.ts";
import { accessTo } from "./access.ts";
import { addConnection } from "./addConnection.ts";
import { type ConnectionRow, rowOf } from "./connectionRow.ts";
import { type ConnectionSettings, LOCAL } from "./connectionSettings.ts";
import { type TestConnection, reportOf, testVisibly } from "./testVisibly.ts";
import { signIn } from "./microsoftSignIn.ts";
import { pickConnection } from "./pickConnection.ts";
import { type SavedConnection, sharesOrigin } from "./savedConnection.ts";

interface Parts {
  readonly settings: ConnectionSettings;
  readonly keys: ApiKeys;
  readonly test: TestConnection;
  /** Who answers where no connection is chosen, for people. */
  readonly localModel: () => string;
  /** Endpoints that are no connections, whose keys stay. */
  readonly endpoints: () => readonly string[];
}

/** What a person does with connections. */
export class ConnectionChoice {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Each connection as a row of a list, Local left out. */
  get rows(): readonly ConnectionRow[] {
    const { settings } = this.#parts;
    return settings.names.map((name) => {
      const isChosen = settings.isChosen(name);
      try {
        return rowOf(settings.find(name), isChosen);
      } catch (error) {
        return { name, detail: sentenceOf(error), isChosen, isBroken: true, runsCode: null };
      }
    });
  }

  get isLocal(): boolean {
    return this.#parts.settings.isChosen(LOCAL);
  }

  /** The address that the key of the chosen one is for; null: it uses none. Throws as `ConnectionSettings` does. */
  get keyAddress(): string | null {
    const { chosen } = this.#parts.settings;
    return chosen === null || chosen.scopes.length > 0 ? null : addressOf(chosen.connection);
  }

  /** Whether the key of this address belongs to a connection as well. */
  usesKeyOf(url: string): boolean {
    return this.#parts.settings.usable.some((saved) => sharesOrigin(saved, url));
  }

  async add(): Promise<void> {
    await addConnection(this.#parts);
  }

  /** Lets the person choose; says so when the workspace's settings choose another one. */
  async select(): Promise<void> {
    const name = await pickConnection({
      localModel: this.#parts.localModel(),
      isLocal: this.isLocal,
      rows: () => this.rows,
      move: (moved) => this.#move(moved),
      remove: (removed) => this.#remove(removed),
    });
    if (name === null) await this.add();
    else await this.choose(name);
  }

  /** Throws InterpreterError of kind "user" when it is not as it should be. */
  async choose(name: string): Promise<void> {
    const { settings } = this.#parts;
    if (name !== LOCAL) settings.find(name);
    await settings.choose(name);
    if (settings.isChosen(name)) return;
    void vscode.window.showWarningMessage(
      t("{0} is in your settings now, but the settings of this workspace choose another connection.", name),
    );
  }

  /** Tests the chosen connection; where Local is chosen, the person says which one. */
  async test(): Promise<void> {
    const { settings, keys, test } = this.#parts;
    const saved = settings.chosen ?? settings.find(await this.#which(t("Test Connection")));
    const { name, connection, scopes } = saved;
    if (scopes.length > 0) await signIn(scopes, name);
    const result = await testVisibly(test, name, connection, () => accessTo(saved, keys));
    const detail = reportOf(result);
    if (result.ok) {
      void vscode.window.showInformationMessage(t("{0} works.", name), { modal: true, detail });
      return;
    }
    const other = t("Select Connection…");
    const message = t("{0} does not work.", name);
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, other);
    if (chosen === other) await this.select();
  }

  async remove(): Promise<void> {
    const name = await this.#which(t("Remove Connection"));
    await this.#remove(name);
    void vscode.window.showInformationMessage(t("The connection {0} was removed.", name));
  }

  /** Has its code run in the other place from now on. */
  async #move(name: string): Promise<void> {
    const { settings } = this.#parts;
    const saved = settings.find(name);
    const { connection } = saved;
    if (connection.kind === "assistants") return;
    const runsCode = connection.runsCode === "here" ? "container" : "here";
    await settings.save({ ...saved, connection: { ...connection, runsCode }, isPlaceChosen: true });
  }

  async #remove(name: string): Promise<void> {
    const { settings } = this.#parts;
    const saved = settings.usable.find((one) => one.name === name);
    await settings.remove(name);
    if (saved !== undefined) await this.#forgetKey(saved);
  }

  /** The key goes with the last that uses it. */
  async #forgetKey(removed: SavedConnection): Promise<void> {
    const { settings, keys, endpoints } = this.#parts;
    const others = [...settings.usable.map(({ connection }) => addressOf(connection)), ...endpoints()];
    if (!others.some((url) => sharesOrigin(removed, url))) await keys.delete(addressOf(removed.connection));
  }

  async #which(title: string): Promise<string> {
    const items = this.rows.map(({ name: label, detail }) => ({ label, detail }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        t('There are no connections but Local. Add one by "Interpreter: Add Connection…".'),
      );
      throw cancelled();
    }
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: t("Which connection?") });
    if (picked === undefined) throw cancelled();
    return picked.label;
  }
}
