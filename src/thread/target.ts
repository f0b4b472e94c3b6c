/** Where questions go: a thread, or one that is made with the first of them. They are sent one after the other. */
export class Target {
  /** Null until it is made. */
  threadId: string | null;
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(threadId: string | null) {
    this.threadId = threadId;
  }

  /** Whether a question is on its way. */
  get isSending(): boolean {
    return this.#count > 0;
  }

  /** Does `work` once all that came before has ended, however it did. */
  async inOrder(work: () => Promise<void>): Promise<void> {
    this.#count++;
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    try {
      await mine;
    } finally {
      this.#count--;
    }
  }
}
