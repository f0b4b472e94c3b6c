import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import { SETTINGS } from "../manifest.ts";

const KEY = "codeInterpreter.apiKey";
const MB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** An endpoint that was set up, with its key if one was given. */
export interface EndpointSettings {
  readonly baseURL: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a person can set; the key lives in VS Code's secret storage only. */
export class Settings {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Who answers, for people. */
  get modelLabel(): string {
    return this.#endpointAndModel()?.model ?? "Built-in analyst";
  }

  get cellTimeoutMs(): number {
    return 1000 * numberOf(SETTINGS.cellTimeoutSeconds, 120);
  }

  get autoOpenPanel(): boolean {
    return vscode.workspace.getConfiguration().get(SETTINGS.autoOpenPanel) !== false;
  }

  /** Whether one Python waits, started, for the next session. */
  get keepsSpare(): boolean {
    return vscode.workspace.getConfiguration().get(SETTINGS.runtime) !== "embeddedOnDemand";
  }

  /** Folder of threads and files; null: VS Code's storage of the extension. */
  get historyFolder(): string | null {
    const folder: unknown = vscode.workspace.getConfiguration().get(SETTINGS.historyFolder);
    return typeof folder === "string" && isAbsolute(folder) ? folder : null;
  }

  /** Of one Python process. */
  get sessionLimits(): { memoryBytes: number; outputBytes: number; fileBytes: number } {
    return {
      memoryBytes: MB * numberOf(SETTINGS.memoryMegabytes, 900),
      outputBytes: MB * numberOf(SETTINGS.outputMegabytes, 256),
      fileBytes: MB * numberOf(SETTINGS.fileMegabytes, 2048),
    };
  }

  /** How long a Python session lives. */
  get sessionTimes(): { idleMs: number; lifetimeMs: number } {
    return {
      idleMs: MINUTE_MS * numberOf(SETTINGS.sessionIdleMinutes, 30),
      lifetimeMs: MINUTE_MS * numberOf(SETTINGS.sessionLifetimeMinutes, 60),
    };
  }

  /** Null when the built-in analyst is to answer. */
  async endpoint(): Promise<EndpointSettings | null> {
    const chosen = this.#endpointAndModel();
    if (chosen === null) return null;
    return { ...chosen, apiKey: await this.#secrets.get(KEY), headers: headersFrom(SETTINGS.headers) };
  }

  async setApiKey(key: string): Promise<void> {
    await this.#secrets.store(KEY, key);
  }

  async clearApiKey(): Promise<void> {
    await this.#secrets.delete(KEY);
  }

  readonly onDidChange = (listener: () => void): vscode.Disposable =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (Object.values(SETTINGS).some((name) => event.affectsConfiguration(name))) listener();
    });

  #endpointAndModel(): { baseURL: string; model: string } | null {
    const configuration = vscode.workspace.getConfiguration();
    const baseURL = configuration.get(SETTINGS.endpoint, "").trim();
    const model = configuration.get(SETTINGS.model, "").trim();
    return baseURL === "" || model === "" ? null : { baseURL, model };
  }
}

function headersFrom(name: string): Record<string, string> {
  const value = vscode.workspace.getConfiguration().get<Record<string, unknown>>(name, {});
  const entries = Object.entries(value).flatMap(([key, text]) =>
    typeof text === "string" ? [[key, text]] : [],
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

// A person may write anything into the settings' file; what is no number above 0 counts as not set.
function numberOf(name: string, usual: number): number {
  const value: unknown = vscode.workspace.getConfiguration().get(name);
  return typeof value === "number" && value > 0 ? value : usual;
}

/** How each limit is raised in VS Code. */
export const HOW_TO_RAISE = {
  timeoutMs: 'change the setting "Code Interpreter: Cell Timeout Seconds"',
  memoryBytes: 'change the setting "Code Interpreter: Memory Megabytes"',
  outputBytes: 'change the setting "Code Interpreter: Output Megabytes"',
  fileBytes: 'change the setting "Code Interpreter: File Megabytes"',
} as const;
