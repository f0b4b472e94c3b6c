const PREFIX = "codeInterpreter.apiKey:";
// One key for whatever endpoint was set: how it was kept before there was one for each.
const LEGACY = "codeInterpreter.apiKey";

/** Where keys are kept: VS Code's secret storage. */
export interface SecretStore {
  keys(): PromiseLike<readonly string[]>;
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
}

/** Keys of endpoints. Each belongs to the origin that it was set for, and is given out for no other. */
export class ApiKeys {
  readonly #secrets: SecretStore;
  readonly #ownEndpoint: () => string | null;
  #moved: Promise<void> | null = null;

  /** `ownEndpoint`: the one in the person's own settings, whose the only key of earlier versions was. */
  constructor(secrets: SecretStore, ownEndpoint: () => string | null) {
    this.#secrets = secrets;
    this.#ownEndpoint = ownEndpoint;
  }

  async get(baseURL: string): Promise<string | undefined> {
    await this.#ready();
    return this.#secrets.get(nameFor(baseURL));
  }

  async set(baseURL: string, key: string): Promise<void> {
    await this.#ready();
    await this.#secrets.store(nameFor(baseURL), key);
  }

  async delete(baseURL: string): Promise<void> {
    await this.#ready();
    await this.#secrets.delete(nameFor(baseURL));
  }

  /** Origins that have a key, e.g. "https://api.openai.com". */
  async origins(): Promise<string[]> {
    await this.#ready();
    const names = await this.#secrets.keys();
    return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  }

  async #ready(): Promise<void> {
    this.#moved ??= this.#move();
    await this.#moved;
  }

  /** Without an endpoint of its own nobody knows whom the old key was for: it is forgotten rather than given to another. */
  async #move(): Promise<void> {
    const key = await this.#secrets.get(LEGACY);
    if (key === undefined) return;
    const endpoint = this.#ownEndpoint();
    if (endpoint !== null) await this.#secrets.store(nameFor(endpoint), key);
    await this.#secrets.delete(LEGACY);
  }
}

function nameFor(baseURL: string): string {
  return PREFIX + new URL(baseURL).origin;
}
