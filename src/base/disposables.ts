/** Anything that holds a resource; VS Code's own Disposable fits. */
export interface Disposable {
  dispose(): unknown;
}

/**
 * Owns disposables and releases them in reverse order. A thing added after the end is released at once, so that
 * a resource which arrives late (a process that was still starting) does not leak.
 */
export class Disposables implements Disposable {
  readonly #items: Disposable[] = [];
  #ended = false;

  add<T extends Disposable>(item: T): T {
    if (this.#ended) void item.dispose();
    else this.#items.push(item);
    return item;
  }

  /** Resolves when every owned thing has ended; throws an AggregateError of what failed, after trying all. */
  async dispose(): Promise<void> {
    this.#ended = true;
    const failures: unknown[] = [];
    for (let item = this.#items.pop(); item !== undefined; item = this.#items.pop()) {
      try {
        await item.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "Some resources could not be released.");
  }
}
