import type { TokenLimit, Usage } from "../domain/event.ts";
import type { RunSettings } from "./runner.ts";

// For models that do not report what they used: a rough count is better than no limit.
const CHARS_PER_TOKEN = 4;

/** The tokens of one run, and the limits that they must keep. */
export class Spending {
  /** As reported by the model; null if it reports nothing. */
  usage: Usage | null = null;
  readonly #limits: RunSettings;
  #prompt = 0;
  #completion = 0;

  constructor(limits: RunSettings) {
    this.#limits = limits;
  }

  /** Counts one answer. `promptChars` and `answerChars` are asked only where the model reports nothing. */
  add(reported: Usage | null, promptChars: () => number, answerChars: () => number): void {
    this.#prompt += reported?.promptTokens ?? tokens(promptChars());
    this.#completion += reported?.completionTokens ?? tokens(answerChars());
    if (reported === null) return;
    this.usage = {
      promptTokens: (this.usage?.promptTokens ?? 0) + reported.promptTokens,
      completionTokens: (this.usage?.completionTokens ?? 0) + reported.completionTokens,
    };
  }

  /** The limit that was passed. A completion that fills its limit to the last token was cut off by it. */
  get passed(): TokenLimit | null {
    const { maxPromptTokens = Infinity, maxCompletionTokens = Infinity } = this.#limits;
    if (this.#completion >= maxCompletionTokens) return "max_completion_tokens";
    return this.#prompt > maxPromptTokens ? "max_prompt_tokens" : null;
  }

  /** What the next answer may have. */
  get completionTokensLeft(): number | undefined {
    const { maxCompletionTokens } = this.#limits;
    return maxCompletionTokens === undefined ? undefined : maxCompletionTokens - this.#completion;
  }
}

function tokens(chars: number): number {
  return Math.ceil(chars / CHARS_PER_TOKEN);
}
