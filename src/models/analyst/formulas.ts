/** A formula as it was written, and as Python writes it. */
export interface Formula {
  readonly written: string;
  readonly python: string;
  readonly variables: ReadonlySet<string>;
}

export interface Token {
  readonly kind: "number" | "variable" | "function" | "operator" | "space" | "other";
  readonly text: string;
}

const FUNCTIONS: Record<string, string> = { sqrt: "sqrt", exp: "exp", ln: "log" };
const TOKEN =
  /(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:[.,]\d+)?)|(?<name>[a-zA-Z_][\w'’]*)|(?<operator>[-+*/^()=])|(?<space>[ \t]+)|[.,]\d+|[^]/gu;
// What may stand right beside a formula. Beside anything else the formula goes on in a way not understood here.
const NEUTRAL = /^(?:[.,:;?"'`“”‘’…—]|[^\p{Script=Latin}\p{N}\p{P}\p{S}])$/u;

/** The pieces of a text that are mathematics from end to end, `=` included. */
export function findFormulas(text: string): Token[][] {
  const found: Token[][] = [];
  let run: Token[] = [];
  let before: Token | undefined;
  const end = (after: Token | undefined): void => {
    const isWhole =
      (isNeutral(before) || run[0]?.kind === "space") && (isNeutral(after) || run.at(-1)?.kind === "space");
    const tokens = trim(run);
    if (isWhole && tokens.length > 0) found.push(tokens);
    run = [];
    before = after;
  };
  for (const token of tokensOf(text)) {
    if (token.kind === "other") {
      end(token);
      continue;
    }
    if (isNewWord(run, token)) end({ kind: "space", text: " " });
    run.push(token);
  }
  end(undefined);
  return found;
}

/** Null where the tokens do not make a formula. */
export function toFormula(tokens: readonly Token[]): Formula | null {
  const variables = new Set<string>();
  let python = "";
  let depth = 0;
  let afterOperand = false;
  const parts = tokens.filter(({ kind }) => kind !== "space");
  for (const [index, { kind, text }] of parts.entries()) {
    const next = parts[index + 1]?.text;
    const isOperator = kind === "operator" && text !== "(" && text !== ")";
    if (isOperator && !afterOperand && text !== "-" && text !== "+") return null;
    if (!isOperator && text !== ")" && afterOperand) python += "*";
    if (text === ")" && (!afterOperand || --depth < 0)) return null;
    if (text === "(") depth++;
    if (kind === "function" && next !== "(") return null;
    // "f(x) = …" defines something, and is not f times x.
    if (kind === "variable" && next === "(" && /^[fgh]$/.test(text)) return null;
    const isE = text === "e" && next === "^";
    if (kind === "variable" && !isE) variables.add(text);
    python += isE ? "E" : pythonOf(kind, text);
    afterOperand = kind === "number" || kind === "variable" || text === ")";
  }
  if (!afterOperand || depth > 0) return null;
  return { written: writtenAs(tokens), python, variables };
}

const writtenAs = (tokens: readonly Token[]): string =>
  tokens
    .map(({ text }) => text)
    .join("")
    .trim();

function pythonOf(kind: Token["kind"], text: string): string {
  if (kind === "number")
    return /^\d+,\d{1,2}$|,\d{4,}$|^0,/.test(text) ? text.replace(",", ".") : text.replaceAll(",", "");
  if (kind === "function") return FUNCTIONS[text] ?? text;
  return text === "^" ? "**" : text;
}

function tokensOf(text: string): Token[] {
  const plain = text
    .replace(/[×·⋅]/g, "*")
    .replaceAll("÷", "/")
    .replaceAll("−", "-")
    .replaceAll("²", "^2")
    .replaceAll("³", "^3")
    .replaceAll("**", "^");
  return [...plain.matchAll(TOKEN)].map(({ 0: piece, groups }) => ({
    kind: kindOf(groups ?? {}),
    text: piece,
  }));
}

function kindOf({ number, name, operator, space }: Record<string, string | undefined>): Token["kind"] {
  // A leading zero: part of a date or a telephone number.
  if (number !== undefined) return /^0\d/.test(number) ? "other" : "number";
  if (operator !== undefined) return "operator";
  if (space !== undefined) return "space";
  if (name === "pi") return "number";
  if (name !== undefined && Object.hasOwn(FUNCTIONS, name)) return "function";
  return name !== undefined && /^[a-zA-Z]\d*$/.test(name) ? "variable" : "other";
}

const isNeutral = (token: Token | undefined): boolean =>
  token === undefined || token.kind === "space" || NEUTRAL.test(token.text);

/** Two operands with only a space between are two words, but for a number and its factor: "3 x". */
function isNewWord(run: readonly Token[], { kind, text }: Token): boolean {
  const [left, space] = [run.at(-2), run.at(-1)];
  if (space?.kind !== "space" || left === undefined) return false;
  const startsOperand = kind !== "operator" ? kind !== "space" : text === "(";
  const endsOperand = left.kind === "number" || left.kind === "variable" || left.text === ")";
  if (!startsOperand || !endsOperand) return false;
  return left.kind !== "number" || kind === "number" || /^[aAI]$/.test(text);
}

/** Without spaces at its ends, and without a parenthesis that the sentence around it closes or opened. */
function trim(run: readonly Token[]): Token[] {
  const tokens = [...run];
  const depth = (): number =>
    tokens.reduce((sum, { text }) => sum + (text === "(" ? 1 : text === ")" ? -1 : 0), 0);
  for (;;) {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first?.kind === "space" || (first?.text === "(" && depth() > 0)) tokens.shift();
    else if (last?.kind === "space" || (last?.text === ")" && depth() < 0)) tokens.pop();
    else return tokens;
  }
}
