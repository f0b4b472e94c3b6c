import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const boldIn = (answer: string): string[] =>
  [...answer.matchAll(/\*\*(.*?)\*\*/g)].map(([, text]) => text ?? "");

it("the equation of the documentation is solved by code that ran", async () => {
  const { answer, cells } = await lab.ask("I need to solve the equation `3x + 11 = 14`. Can you help me?");
  expect(answer).toBe(
    "The solution of `3x + 11 = 14`:\n\n- **x = 1**\n\nIt was checked by putting it back in.",
  );
  expect(cells).toEqual([{ code: expect.stringContaining("# Solve 3x + 11 = 14"), failed: false }]);
});

describe("is solved:", () => {
  it.each([
    ["solve 2x + 3y = 7 and x - y = 1", ["x = 2, y = 1"]],
    ["x^2 - 5x + 6 = 0", ["x = 3", "x = 2"]],
    ["Solve x² = 2", ["x = -sqrt(2) ≈ -1.41421", "x = sqrt(2) ≈ 1.41421"]],
    ["0,5x = 1", ["x = 2"]],
    ["5x = 7", ["x = 7/5 = 1.4"]],
    ["e^x = 5", ["x = ln(5) ≈ 1.60944"]],
    ["x + y = 3", ["x = 3 - y"]],
  ])("%s", async (question, solutions) => {
    expect(boldIn((await lab.ask(question)).answer)).toEqual(solutions);
  });

  it("what has no short exact solution, as numbers", async () => {
    const { answer } = await lab.ask("Solve x^5 - x - 1 = 0");
    expect(boldIn(answer)).toHaveLength(5);
    expect(boldIn(answer)[0]).toBe("x ≈ 1.1673");
    expect(boldIn(answer)[1]).toMatch(/\(complex\)$/);
  });
});

describe("has no solution, or not one:", () => {
  it.each([
    ["x + 1 = x + 2", "`x + 1 = x + 2` has no solution."],
    ["x + y = 1 and x + y = 2", "`x + y = 1`, `x + y = 2` have no solution."],
    ["x + 1 = 1 + x", "`x + 1 = 1 + x` is true whatever the value."],
    ["sqrt(x) = -5", "I found no solution of `sqrt(x) = -5`, which does not prove that there is none."],
    ["x/0 = 1", "I read `x/0 = 1`, but could not solve it: `ZeroDivisionError: it divides by zero`"],
  ])("%s", async (question, answer) => {
    expect((await lab.ask(question)).answer).toBe(answer);
  });

  it("x^2 = -1 among the real numbers", async () => {
    const { answer } = await lab.ask("x^2 = -1");
    expect(answer).toContain("`x^2 = -1` has no real solution");
    expect(boldIn(answer)).toEqual(["x = -i (complex)", "x = i (complex)"]);
  });
});

describe("is worked out:", () => {
  it.each([
    ["What is 17% of 2450?", "416.5"],
    ["2^10 + 5", "1029"],
    ["0.1 + 0.2", "0.3"],
    ["What's 1,234.5 * (3 - 1)?", "2469"],
    ["100 / 7", "14.2857142857"],
    ["2 ÷ 4 × 3 =", "1.5"],
  ])("%s", async (question, value) => {
    expect(boldIn((await lab.ask(question)).answer)).toEqual([value]);
  });

  it.each([
    ["10 / 0", "it divides by zero"],
    ["9^9^9^9", "a power in it has too many digits"],
  ])("not %s", async (question, why) => {
    expect((await lab.ask(question)).answer).toContain(why);
  });
});

describe("Python in a question", () => {
  it("runs as it is, backticks in it included", async () => {
    const code = "text = '''\n    ```\n'''\nprint(6 * 7)";
    const { answer, cells } = await lab.ask(`Run lines 1–4 of a.py:\n\`\`\`python\n${code}\n\`\`\``);
    expect(cells).toEqual([{ code, failed: false }]);
    expect(answer).toBe("The code ran; its output is above.");
    expect((await lab.ask("```py\nx = 1\n```")).answer).toBe("The code ran and printed nothing.");
  });

  it("that fails is answered with the error and its line", async () => {
    const { answer } = await lab.ask("```python\nvalues = [1]\n\nprint(values[3])\n```");
    expect(answer).toBe("The code ended with an error in line 3: `IndexError: list index out of range`");
    const syntax = await lab.ask("```python\nx = 1\nif x\n```");
    expect(syntax.answer).toMatch(/^The code ended with an error in line 2: `SyntaxError: /);
  });
});
