import * as vscode from "vscode";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { SETTINGS } from "../../manifest.ts";
import { connectionFrom, type SavedConnection, settingOf } from "./savedConnection.ts";

/** The connection that is always there: Python of this machine, and the model that the other settings choose. */
export const LOCAL = "Local";

/**
 * The connections in the person's own settings, and which of them is chosen. A workspace may choose one of them, and
 * define none: so none can say where keys and sign-ins go.
 */
export class ConnectionSettings {
  /** The chosen one; null: Local. Throws InterpreterError of kind "user" for what is wrong in the settings. */
  get chosen(): SavedConnection | null {
    const name = this.#chosenName;
    return name === LOCAL ? null : this.find(name);
  }

  /** Throws InterpreterError of kind "user". */
  find(name: string): SavedConnection {
    const all = this.#all;
    if (Object.hasOwn(all, name)) return connectionFrom(name, all[name]);
    throw new InterpreterError(
      "user",
      "no_connection",
      t('There is no connection "{0}" in your settings.', name),
      {
        action: t('Choose another one by "Interpreter: Select Connection…".'),
      },
    );
  }

  get names(): readonly string[] {
    return Object.keys(this.#all);
  }

  /** Those that are as they should be. */
  get usable(): readonly SavedConnection[] {
    return this.names.flatMap((name) => {
      try {
        return [this.find(name)];
      } catch {
        return [];
      }
    });
  }

  isChosen(name: string): boolean {
    return this.#chosenName === name;
  }

  async save(saved: SavedConnection): Promise<void> {
    await write(SETTINGS.connections, { ...this.#all, [saved.name]: settingOf(saved) });
  }

  async remove(name: string): Promise<void> {
    const { [name]: _, ...others } = this.#all;
    await write(SETTINGS.connections, others);
    if (ownChoice() === name) await write(SETTINGS.connection, undefined);
  }

  /** Writes the choice into the person's own settings. */
  async choose(name: string): Promise<void> {
    await write(SETTINGS.connection, name === LOCAL ? undefined : name);
  }

  get #chosenName(): string {
    const name: unknown = vscode.workspace.getConfiguration().get(SETTINGS.connection);
    if (name === undefined || name === null || name === "") return LOCAL;
    return typeof name === "string" ? name : JSON.stringify(name);
  }

  get #all(): Readonly<Record<string, unknown>> {
    const value: unknown = vscode.workspace.getConfiguration().get(SETTINGS.connections);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  }
}

function ownChoice(): unknown {
  return vscode.workspace.getConfiguration().inspect(SETTINGS.connection)?.globalValue;
}

function write(name: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}
