const CONSENTS = "codeInterpreter.confirmedDestinations";
const ENDPOINTS = "codeInterpreter.endpoints";
const NAMES = "codeInterpreter.modelNames";
const MAX_ENDPOINTS = 5;

/** VS Code's memory of an extension, the same in all windows. */
export interface Memory {
  get(name: string): unknown;
  update(name: string, value: unknown): PromiseLike<void>;
}

/** What was confirmed and chosen before; no secrets. */
export class Remembered {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  hasConfirmed(destinationId: string): boolean {
    return this.#list(CONSENTS).includes(destinationId);
  }

  async confirm(destinationId: string): Promise<void> {
    await this.#memory.update(CONSENTS, [...new Set([...this.#list(CONSENTS), destinationId])]);
  }

  /** Base URLs that were set up before, the latest first. */
  get endpoints(): readonly string[] {
    return this.#list(ENDPOINTS).filter((url) => URL.canParse(url));
  }

  async addEndpoint(baseURL: string): Promise<void> {
    const others = this.endpoints.filter((one) => one !== baseURL);
    await this.#memory.update(ENDPOINTS, [baseURL, ...others].slice(0, MAX_ENDPOINTS));
  }

  async forgetEndpoint(baseURL: string): Promise<void> {
    await this.#memory.update(
      ENDPOINTS,
      this.endpoints.filter((one) => one !== baseURL),
    );
  }

  /** What a model of VS Code is called; its id when it was chosen by hand. */
  nameOf(vendor: string, id: string): string {
    const name = this.#names[`${vendor}/${id}`];
    return typeof name === "string" ? name : id;
  }

  async setName(vendor: string, id: string, name: string): Promise<void> {
    await this.#memory.update(NAMES, { ...this.#names, [`${vendor}/${id}`]: name });
  }

  get #names(): Readonly<Record<string, unknown>> {
    const value = this.#memory.get(NAMES);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  }

  #list(name: string): readonly string[] {
    const value = this.#memory.get(name);
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
  }
}
