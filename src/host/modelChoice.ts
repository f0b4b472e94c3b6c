/** Who answers: the built-in analyst, a model at an endpoint, or one that VS Code offers; with the endpoint's key. */
export class ModelChoice {
  /** Lets the person choose. */
  async select(): Promise<void> {
    throw new Error("select");
  }

  async setApiKey(): Promise<void> {
    throw new Error("setApiKey");
  }

  async clearApiKey(): Promise<void> {
    throw new Error("clearApiKey");
  }
}
