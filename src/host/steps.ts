/** Where a step stands among the others. */
export interface At<T> {
  readonly canGoBack: boolean;
  /** What was answered before the person came back to it. */
  readonly last?: T | undefined;
}

/** Has one thing asked; what it throws ends the whole, but for `WentBack`. */
export type Ask = <T>(step: (at: At<T>) => Promise<T>) => Promise<T>;

/** Thrown where a person wants to go back to the question before. */
export class WentBack extends Error {
  override readonly name = "WentBack";
}

/**
 * Has several things asked, with a way back from each to the one before. `steps` is run anew when the person goes back, and
 * given what was answered until there: what it does between questions has to bear repetition.
 */
export async function inSteps<R>(steps: (ask: Ask) => Promise<R>): Promise<R> {
  const answers: unknown[] = [];
  for (let last: unknown; ;) {
    let next = 0;
    const ask: Ask = async <T>(step: (at: At<T>) => Promise<T>): Promise<T> => {
      // The same questions come in the same order, so the answer is one to this question.
      if (next < answers.length) return answers[next++] as T;
      const answer = await step({ canGoBack: next > 0, last: last as T | undefined });
      last = undefined;
      answers.push(answer);
      next++;
      return answer;
    };
    try {
      return await steps(ask);
    } catch (error) {
      if (!(error instanceof WentBack)) throw error;
      last = answers.pop();
    }
  }
}
