import * as vscode from "vscode";
import { SETTINGS } from "../manifest.ts";

const KEY = "codeInterpreter.apiKey";

/** An endpoint that was set up, with its key if one was given. */
export interface EndpointSettings {
  readonly baseURL: string;
  readonly model: string;
  readonly apiKey: string | undefined;
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
    return 1000 * vscode.workspace.getConfiguration().get(SETTINGS.cellTimeoutSeconds, 120);
  }

  /** Null when the built-in analyst is to answer. */
  async endpoint(): Promise<EndpointSettings | null> {
    const chosen = this.#endpointAndModel();
    return chosen === null ? null : { ...chosen, apiKey: await this.#secrets.get(KEY) };
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
