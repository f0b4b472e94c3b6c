import type { Equation } from "./equations.ts";
import type { Formula } from "./formulas.ts";
import { type Playbook, quoted } from "./playbook.ts";
import { failureOf, printed } from "./results.ts";

/** Works out an expression with sympy, exactly. */
export function* workOut({ written, python }: Formula): Playbook {
  const result = yield { code: valueCode(written, python) };
  const failure = failureOf(result);
  if (failure !== null) return `\`${written}\` could not be worked out: \`${failure}\``;
  return `\`${written}\` = **${printed(result).trim()}**`;
}

/** Solves equations together with sympy and puts the solutions back in. */
export function* solve(equations: readonly Equation[]): Playbook {
  const result = yield { code: solveCode(equations) };
  const failure = failureOf(result);
  const given = equations.map(({ written }) => `\`${written}\``).join(", ");
  const isOne = equations.length === 1;
  if (failure !== null)
    return `I read ${given}, but could not solve ${isOne ? "it" : "them"}: \`${failure}\``;
  const lines = printed(result).trim().split("\n");
  const has = `${given} ${isOne ? "has" : "have"}`;
  if (lines[0] === "no solution") return `${has} no solution.`;
  if (lines[0] === "none found")
    return `I found no solution of ${given}, which does not prove that there is none.`;
  if (lines[0] === "every value") return `${given} ${isOne ? "is" : "are"} true whatever the value.`;
  const real = lines.filter((line) => !line.endsWith("(complex)"));
  const what =
    real.length === 0
      ? `${has} no real solution`
      : `The solution${lines.length === 1 ? "" : "s"} of ${given}`;
  const checked =
    lines.length === 1
      ? "It was checked by putting it back in."
      : "They were checked by putting them back in.";
  return `${what}:\n\n${lines.map((line) => `- **${line}**`).join("\n")}\n\n${checked}`;
}

const READ = `
def read(text):
    return worked_out(sympify(text, locals=names, rational=True, evaluate=False))


def worked_out(part):
    """The value of a formula, from the inside out: a power that is too large is refused before it is computed."""
    parts = [worked_out(inner) for inner in part.args]
    if isinstance(part, Pow) and all(inner.is_real and inner.is_number for inner in parts):
        base, exponent = parts
        if base == 0 and exponent < 0:
            raise ZeroDivisionError("it divides by zero")
        if abs(exponent) * log(abs(base) + 1) > 5000:
            raise OverflowError("a power in it has too many digits")
    return part.func(*parts) if parts else part
`;

function valueCode(written: string, python: string): string {
  return `# Work out ${written}
from sympy import Pow, log, sympify

names = {}

${READ}

value = read(${quoted(python)})
print(value if value.is_Integer else f"{float(value):.12g}")
`;
}

function solveCode(equations: readonly Equation[]): string {
  const variables = new Set(equations.flatMap(({ left, right }) => [...left.variables, ...right.variables]));
  const sides = equations.map(({ left, right }) => `(${quoted(left.python)}, ${quoted(right.python)})`);
  return `# Solve ${equations.map(({ written }) => written).join(" and ")}
import re

from sympy import Float, N, Poly, Pow, Symbol, im, log, roots, simplify, solve, sympify

names = {name: Symbol(name) for name in [${[...variables].map(quoted).join(", ")}]}

${READ}

def shown(name, value):
    """The exact value if it is short, and as a decimal number."""
    exact = re.sub(r"\\bI\\b", "i", str(value)).replace("**", "^").replace("log(", "ln(")
    if not value.is_number or value.is_Integer:
        return f"{name} = {exact}"
    decimal = re.sub(r"\\bI\\b", "i", str(N(value, 6))) if im(value) != 0 else f"{float(value):.6g}"
    note = " (complex)" if im(value) != 0 else ""
    if len(exact) > 24 or value.has(Float):
        return f"{name} ≈ {decimal}{note}"
    sign = "=" if value.is_Rational and sympify(decimal, rational=True) == value else "≈"
    return f"{name} = {exact}{note}" if note else f"{name} = {exact} {sign} {decimal}"


def fits(residual):
    return abs(N(residual, 20)) < 1e-9 if residual.is_number else simplify(residual) == 0


# Each equation as what has to become 0
zeros = [read(left) - read(right) for left, right in [${sides.join(", ")}]]
unsettled = [zero for zero in zeros if simplify(zero) != 0]
symbols = sorted({symbol for zero in unsettled for symbol in zero.free_symbols}, key=str)
polynomial = all(zero.is_polynomial(*symbols) for zero in unsettled)
if len(unsettled) == len(symbols) == 1 and polynomial:
    poly = Poly(unsettled[0], symbols[0])
    if poly.degree() > 40:
        raise ValueError("its degree is above 40")
    exact = roots(poly)
    values = list(exact) if sum(exact.values()) == poly.degree() else poly.nroots(n=20, maxsteps=200)
    solutions = [{symbols[0]: value} for value in values]
else:
    solutions = solve(unsettled, dict=True) if symbols else []

if not unsettled:
    print("every value")
elif not solutions:
    print("no solution" if polynomial else "none found")
for solution in solutions:
    assert all(fits(zero.subs(solution)) for zero in unsettled), "the check failed"
# Real ones first
for solution in sorted(solutions, key=lambda one: any(im(value) != 0 for value in one.values() if value.is_number)):
    print(", ".join(shown(name, value) for name, value in solution.items()))
`;
}
