import { describe, expect, it } from "vitest";
import { findEquations, findExpression } from "../../../src/models/analyst/equations.ts";

const equationsIn = (text: string): string[] => findEquations(text).map(({ written }) => written);

describe("equations are found", () => {
  it.each([
    ["Solve 3x + 11 = 14.", ["3x + 11 = 14"]],
    ["방정식 3x + 11 = 14를 풀어줘", ["3x + 11 = 14"]],
    ["Solve for x 3x = 12", ["3x = 12"]],
    ["I have a 3x = 12 here", ["3x = 12"]],
    ["Is 3x = 3 a good one?", ["3x = 3"]],
    ["(please solve 2(x+3) = 3x)", ["2(x+3) = 3x"]],
    ["x + y = 10, x - y = 2", ["x + y = 10", "x - y = 2"]],
    ["x1 + 2x2 = 3;x1 = x2 + 1", ["x1 + 2x2 = 3", "x1 = x2 + 1"]],
    ["x = y = 3", ["y = 3"]],
    ["`a = 1` is not what y = 2 means", ["a = 1"]],
  ])("in %j", (text, found) => {
    expect(equationsIn(text)).toEqual(found);
  });

  it("with what is multiplied, and with decimal commas, as Python writes them", () => {
    const [equation] = findEquations("2(x+1)x^2 + 3,5y = 1,000 - 0,125 + e^x");
    expect(equation?.left).toMatchObject({ python: "2*(x+1)*x**2+3.5*y", variables: new Set(["x", "y"]) });
    expect(equation?.right).toMatchObject({ python: "1000-0.125+E**x", variables: new Set(["x"]) });
  });

  // A piece of what stands there would have another solution.
  it.each([
    ["sin(x) = 0"],
    ["|x| = 3"],
    ["f(x) = 2x + 1"],
    ["2xy = 8"],
    ["x >= 3"],
    ["7 == 7"],
    ["3 + 5! = x"],
    ["x ≠ 3 + 2"],
    ["price = $5"],
    ["width=100px"],
    ["https://example.com/?a=1&b=2"],
    ["x = "],
  ])("but not in %j", (text) => {
    expect(equationsIn(text)).toEqual([]);
  });
});

describe("arithmetic", () => {
  it.each([
    ["what is 2^10 + 5?", "2**10+5"],
    ["2 + 2 = ?", "2+2"],
    ["Please calculate `12 * (3 + 4)` for me", "12*(3+4)"],
    ["sqrt(16) + pi", "sqrt(16)+pi"],
    ["12,5% of 1,200", "12.5/100*1200"],
  ])("is found in %j", (text, python) => {
    expect(findExpression(text)?.python).toBe(python);
  });

  it.each([
    ["Write 5-7 sentences about cats"],
    ["On 2024-05-01 I met 3 friends"],
    ["Call me at 555-0123"],
    ["2450 * 17%"],
    ["3 + 5!"],
    ["$5 + $3"],
    ["1.000.000 + 1"],
    ["42"],
    ["3x + 1"],
    ["what is the average of 3 and 4?"],
  ])("is not made of a piece of %j", (text) => {
    expect(findExpression(text)).toBeNull();
  });
});

it("a long text, which is no question of this kind, is not searched", () => {
  const text = `${"(".repeat(100_000)}${" ".repeat(100_000)}3x = 12`;
  expect(findEquations(text)).toEqual([]);
  expect(findExpression(text)).toBeNull();
});
