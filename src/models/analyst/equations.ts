import { findFormulas, type Formula, toFormula, type Token } from "./formulas.ts";

export interface Equation {
  readonly written: string;
  readonly left: Formula;
  readonly right: Formula;
}

// Whoever wants something solved writes a line or two; longer texts are about something else, and costly to search.
const LONGEST_QUESTION = 2000;

/** The equations in a question, e.g. "3x + 11 = 14"; what stands in backticks first. */
export function findEquations(question: string): Equation[] {
  if (question.length > LONGEST_QUESTION) return [];
  for (const place of [...inBackticks(question), question]) {
    const equations = findFormulas(place).flatMap((tokens) => equationsOf(tokens));
    if (equations.length > 0) return equations;
  }
  return [];
}

// What people write around a sum that they want to have worked out.
const BEFORE =
  /^(?:(?:please|can you|could you|tell me|what(?:'s|’s| is| are)|how much is|calculate|compute|evaluate|work out|solve)\b\s*)*/i;
const AFTER = /\s*(?:=\s*)?(?:[?.]|please|\s)*$/i;

/** Arithmetic that is the whole question, or stands in backticks: "What is 2^10 + 5?", "17% of 2450". */
export function findExpression(question: string): Formula | null {
  if (question.length > LONGEST_QUESTION) return null;
  for (const place of [...inBackticks(question), question]) {
    const text = place.trim().replace(BEFORE, "").replace(AFTER, "");
    const found = percentOf(text) ?? arithmetic(text);
    if (found !== null) return found;
  }
  return null;
}

function inBackticks(question: string): string[] {
  const code = [...question.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? "");
  return code.length > 0 ? [code.join("\n")] : [];
}

/** Of a chain a = b = c all that follows from it. */
function equationsOf(tokens: readonly Token[]): Equation[] {
  const sides: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === "=") sides.push([]);
    else sides.at(-1)?.push(token);
  }
  const formulas = sides.map((side) => toFormula(side));
  return formulas.slice(1).flatMap((right, index) => {
    const left = formulas[index];
    if (left === null || left === undefined || right === null) return [];
    const written = `${left.written} = ${right.written}`;
    const hasVariable = left.variables.size + right.variables.size > 0;
    return hasVariable && /\d/.test(written) ? [{ written, left, right }] : [];
  });
}

function percentOf(text: string): Formula | null {
  const found = /^(\d+(?:[.,]\d+)?)\s*(?:%|percent|per cent) of (\d[\d,]*(?:\.\d+)?)$/i.exec(text);
  const [share, whole] = (found?.slice(1) ?? []).map((number) => toFormula(findFormulas(number)[0] ?? []));
  if (share === null || share === undefined || whole === null || whole === undefined) return null;
  return { written: text, python: `${share.python}/100*${whole.python}`, variables: new Set() };
}

function arithmetic(text: string): Formula | null {
  const [tokens, ...others] = findFormulas(text);
  if (tokens === undefined || others.length > 0) return null;
  const formula = toFormula(tokens);
  if (formula === null || formula.variables.size > 0 || formula.written.length < text.length - 2) return null;
  return tokens.some(({ kind, text: sign }) => kind === "function" || /^[-+*/^]$/.test(sign))
    ? formula
    : null;
}
