import { describe, expect, it } from "vitest";
import { Spending } from "../../src/run/spending.ts";

const usage = (promptTokens: number, completionTokens: number) => ({ promptTokens, completionTokens });
const none = (): number => 0;
const unasked = (): number => {
  throw new Error("What the model reports is not to be guessed.");
};

describe("what a run spends", () => {
  it("is the sum of what the model reports", () => {
    const spending = new Spending({});
    spending.add(usage(10, 5), unasked, unasked);
    spending.add(usage(20, 6), unasked, unasked);
    expect(spending.usage).toEqual(usage(30, 11));
    expect(spending.passed).toBeNull();
    expect(spending.completionTokensLeft).toBeUndefined();
  });

  it.each([
    [256, 299, null],
    [257, 299, "max_prompt_tokens"],
    [256, 300, "max_completion_tokens"],
  ])("of %d prompt and %d completion tokens passes %s", (prompt, completion, passed) => {
    const spending = new Spending({ maxPromptTokens: 256, maxCompletionTokens: 300 });
    spending.add(usage(prompt, completion), unasked, unasked);
    expect(spending.passed).toBe(passed);
    expect(spending.completionTokensLeft).toBe(300 - completion);
  });

  it("is estimated for the limits, and never shown, where nothing is reported", () => {
    const spending = new Spending({ maxPromptTokens: 256 });
    spending.add(null, () => 4 * 257, none);
    expect(spending.passed).toBe("max_prompt_tokens");
    expect(spending.usage).toBeNull();
  });
});
