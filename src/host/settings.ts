import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { SETTINGS } from "../manifest.ts";
import { type Choice, choiceFrom } from "./choice.ts";
import { endpointFrom, headersFrom } from "./endpointSetting.ts";
import { orNull } from "./orNull.ts";
import { booleanOf, numberOf, type NumberSetting } from "./settingValues.ts";

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;

/**
 * What a person can set. A person may write anything into the settings' file: numbers and switches that are none count
 * as not set; for where questions go and where threads are kept nothing is guessed, and the getter throws
 * InterpreterError of kind "user".
 */
export class Settings {
  /** Who is to answer. Throws. */
  get choice(): Choice {
    return choiceFrom({
      provider: read(SETTINGS.provider),
      endpoint: read(SETTINGS.endpoint),
      model: read(SETTINGS.model),
      headers: read(SETTINGS.headers),
    });
  }

  /** The endpoint that was set up, whoever answers; null if none was. Throws. */
  get endpoint(): string | null {
    const value = read(SETTINGS.endpoint);
    return value === "" ? null : endpointFrom(value);
  }

  /** The endpoint in the person's own settings, whatever the workspace says; null if none is there that can be used. */
  get ownEndpoint(): string | null {
    const value = vscode.workspace.getConfiguration().inspect(SETTINGS.endpoint)?.globalValue;
    return orNull(() => endpointFrom(value));
  }

  /** Sent with every request to an endpoint. Throws. */
  get headers(): Readonly<Record<string, string>> {
    return headersFrom(read(SETTINGS.headers));
  }

  /** Writes the choice into the person's own settings. */
  async choose(choice: Choice): Promise<void> {
    const configuration = vscode.workspace.getConfiguration();
    const write = (name: string, value: string): Thenable<void> =>
      configuration.update(name, value, vscode.ConfigurationTarget.Global);
    if (choice.provider === "endpoint") await write(SETTINGS.endpoint, choice.baseURL);
    if (choice.provider === "endpoint") await write(SETTINGS.model, choice.model);
    if (choice.provider === "vscode") await write(SETTINGS.model, `${choice.vendor}/${choice.id}`);
    await write(SETTINGS.provider, choice.provider);
  }

  /** Takes an endpoint out of the person's own settings, if it is there. */
  async forgetEndpoint(baseURL: string): Promise<void> {
    if (this.ownEndpoint !== baseURL) return;
    const configuration = vscode.workspace.getConfiguration();
    const names: string[] = [SETTINGS.endpoint];
    if (configuration.inspect(SETTINGS.provider)?.globalValue === "endpoint") names.push(SETTINGS.provider);
    for (const name of names) await configuration.update(name, undefined, vscode.ConfigurationTarget.Global);
  }

  get autoOpenPanel(): boolean {
    return booleanOf(read(SETTINGS.autoOpenPanel), true);
  }

  get followUpSuggestions(): boolean {
    return booleanOf(read(SETTINGS.followUpSuggestions), true);
  }

  /** Whether one Python waits, started, for the next session. */
  get keepsSpare(): boolean {
    return read(SETTINGS.runtime) !== "embeddedOnDemand";
  }

  /** Absolute path of the folder with all threads; null: VS Code's storage. Throws. */
  get historyFolder(): string | null {
    const value = read(SETTINGS.historyFolder);
    if (value === "" || value === undefined || value === null) return null;
    if (typeof value === "string" && isAbsolute(value)) return value;
    throw new InterpreterError("user", "bad_history_folder", t("The history folder is no absolute path."), {
      action: t('Correct the setting "Code Interpreter: History Folder", or leave it empty.'),
    });
  }

  get cellTimeoutMs(): number {
    return 1000 * this.#number("cellTimeoutSeconds");
  }

  /** Of one Python process. */
  get sessionLimits(): { memoryBytes: number; outputBytes: number; fileBytes: number } {
    return {
      memoryBytes: MB * this.#number("memoryMegabytes"),
      outputBytes: MB * this.#number("outputMegabytes"),
      fileBytes: MB * this.#number("fileMegabytes"),
    };
  }

  /** How long a Python session lives. */
  get sessionTimes(): { idleMs: number; lifetimeMs: number } {
    return {
      idleMs: MINUTE_MS * this.#number("sessionIdleMinutes"),
      lifetimeMs: MINUTE_MS * this.#number("sessionLifetimeMinutes"),
    };
  }

  readonly onDidChange = (listener: () => void): vscode.Disposable =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (Object.values(SETTINGS).some((name) => event.affectsConfiguration(name))) listener();
    });

  #number(name: NumberSetting): number {
    return numberOf(name, read(SETTINGS[name]));
  }
}

function read(name: string): unknown {
  return vscode.workspace.getConfiguration().get(name);
}

/** How each limit is raised in VS Code. */
export const HOW_TO_RAISE = {
  timeoutMs: 'change the setting "Code Interpreter: Cell Timeout Seconds"',
  memoryBytes: 'change the setting "Code Interpreter: Memory Megabytes"',
  outputBytes: 'change the setting "Code Interpreter: Output Megabytes"',
  fileBytes: 'change the setting "Code Interpreter: File Megabytes"',
} as const;
