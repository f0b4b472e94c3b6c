import { type Playbook, quoted } from "./playbook.ts";
import { errorOf, printed } from "./results.ts";

// Numbers, variables of one letter, operators: words of a sentence do not match.
const TOKEN = String.raw`(?:\d+(?:\.\d+)?|(?<![a-zA-Z])[a-zA-Z](?![a-zA-Z])|[-+*/^()]|[ \t])`;
const EQUATION = new RegExp(`${TOKEN}+=${TOKEN}+`, "g");
const EXPRESSION = new RegExp(`${TOKEN}*\\d${TOKEN}*`, "g");

interface Problem {
  readonly equations?: readonly string[];
  readonly expression?: string;
}

/** The equations in a question, e.g. "3x + 11 = 14"; what stands in backticks first. */
export function findEquations(question: string): string[] {
  const code = [...question.matchAll(/`([^`\n]+)`/g)]
    .map(([, text]) => text ?? "")
    .filter((text) => text.includes("="));
  const places = code.length > 0 ? code : [question];
  return places
    .flatMap((place) => place.match(EQUATION) ?? [])
    .map((equation) => withoutArticle(equation))
    .filter((equation) => /[a-zA-Z]/.test(equation) && /\d/.test(equation));
}

/** Arithmetic in a question, e.g. "2^10 + 5" or "17% of 2450", as Python's parser takes it. */
export function findExpression(question: string): string | null {
  const percent = /(\d+(?:\.\d+)?)\s*% of (\d+(?:\.\d+)?)/i.exec(question);
  if (percent !== null) return `${percent[1]} / 100 * ${percent[2]}`;
  const found = (question.match(EXPRESSION) ?? []).map((text) => withoutArticle(text));
  return found.find((text) => /\d\s*[-+*/^]+\s*[(\d]/.test(text)) ?? null;
}

// "Solve a = 3": a lone letter and a space before an expression is a word of the sentence, not a variable.
function withoutArticle(text: string): string {
  return text.trim().replace(/^[aI]\s+(?=[\dA-Za-z(])/, "");
}

/** Solves equations, or works out an expression, with sympy. */
export function* solvePlaybook({ equations = [], expression }: Problem): Playbook {
  const code = expression === undefined ? solveCode(equations) : evaluateCode(expression);
  const result = yield { code };
  const error = errorOf(result);
  if (error !== null)
    return `I read \`${expression ?? equations.join(", ")}\`, but could not solve it: \`${error}\``;
  const lines = printed(result).trim().split("\n");
  if (expression !== undefined) return `\`${expression}\` = **${lines.at(-1)}**`;
  const given = equations.map((equation) => `\`${equation}\``).join(", ");
  if (lines[0] === "no solution") return `${given} has no solution.`;
  return `The solution of ${given}:\n\n${lines.map((line) => `- **${line}**`).join("\n")}\n\nIt was checked by putting it back in.`;
}

const PARSER = [
  "from sympy import Eq, simplify, solve",
  "from sympy.parsing.sympy_parser import (",
  "    convert_xor, implicit_multiplication_application, parse_expr, standard_transformations,",
  ")",
  "",
  "rules = (*standard_transformations, implicit_multiplication_application, convert_xor)",
].join("\n");

function solveCode(equations: readonly string[]): string {
  return `# Solve ${equations.join(" and ")}
${PARSER}
equations = []
for text in [${equations.map(quoted).join(", ")}]:
    left, right = (parse_expr(side, transformations=rules) for side in text.split("="))
    equations.append(Eq(left, right, evaluate=False))

solutions = solve(equations, dict=True)
for solution in solutions:
    for equation in equations:
        assert simplify((equation.lhs - equation.rhs).subs(solution)) == 0, "the check failed"
    print(", ".join(f"{name} = {value}" for name, value in solution.items()))
if not solutions:
    print("no solution")
`;
}

function evaluateCode(expression: string): string {
  return `# Work out ${expression}
${PARSER}
value = parse_expr(${quoted(expression)}, transformations=rules)
print(value if value.is_Integer else f"{float(value):.12g}")
`;
}
