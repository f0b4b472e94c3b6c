const MAX_WAITING = 1000;

/** Puts a numbered stream in order: what comes twice is dropped, what comes early waits for what is missing. */
export class InOrder<T> {
  /** Number of the last one that was given on; -1 before the first. */
  last = -1;
  readonly #waiting = new Map<number, T>();

  /** What can be given on now. Without a number, that is the thing itself. */
  take(number: number | null, one: T): T[] {
    if (number === null) return [one];
    if (number <= this.last || this.#waiting.size >= MAX_WAITING) return [];
    this.#waiting.set(number, one);
    const ready: T[] = [];
    for (;;) {
      const next = this.#waiting.get(this.last + 1);
      if (next === undefined) return ready;
      this.#waiting.delete(++this.last);
      ready.push(next);
    }
  }

  /** Those that wait for what never came: they will be sent again. */
  forgetWaiting(): void {
    this.#waiting.clear();
  }
}
