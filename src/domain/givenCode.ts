/** As the model of a run: the Python in its question is run as it is, and no model is asked. */
export const GIVEN_CODE = "given-code";

const OPENING = "Run:\n";

/** The question whose run, with the model `GIVEN_CODE`, runs `code`. */
export function codeQuestion(code: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${OPENING}${fence}python\n${code}\n${fence}`;
}

/** The code, if the question is one of `codeQuestion`. */
export function givenCode(question: string): string | null {
  return question.startsWith(OPENING) ? pythonIn(question) : null;
}

/** The Python in a question that carries some in a fence, or null. */
export function pythonIn(question: string): string | null {
  // The fence ends at a line of its own: the code may well hold backticks.
  return /(`{3,})(?:python|py)[ \t]*\r?\n([\s\S]*?)^\1[ \t]*$/m.exec(question)?.[2]?.trimEnd() ?? null;
}
