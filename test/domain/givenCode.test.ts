import { describe, expect, it } from "vitest";
import { codeQuestion, givenCode, pythonIn } from "../../src/domain/givenCode.ts";

describe("a question that has code run", () => {
  it.each([
    ["one line", "1 + 1"],
    ["several lines with indentation", "for i in range(3):\n\n    print(i)"],
    ["a fence in it", 'text = """\n```python\n1\n```\n"""'],
    ["many backticks in it", "'``````'"],
    ["nothing in it", ""],
  ])("gives it back with %s", (_, code) => {
    expect(givenCode(codeQuestion(code))).toBe(code);
  });

  it("is told apart from one that only holds some", () => {
    const question = "Explain:\n```python\n1 + 1\n```";
    expect(givenCode(question)).toBeNull();
    expect(pythonIn(question)).toBe("1 + 1");
    expect(pythonIn("```js\n1\n```")).toBeNull();
    expect(givenCode("Run:\nno fence")).toBeNull();
  });
});
