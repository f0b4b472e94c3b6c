import type { z } from "zod";

interface Explained {
  message: string;
  param?: string;
  code?: string;
}

type Issue = z.core.$ZodIssue;

/** What is wrong with a request, in the API's words. */
export function explainIssue(issue: Issue | undefined): Explained {
  if (issue === undefined) return { message: "The request is not valid." };
  const param = pathOf(issue.path);
  const details = param === "" ? {} : { param };
  if (issue.input === undefined && param !== "" && issue.code !== "custom") return missing(param);
  switch (issue.code) {
    case "invalid_type":
      return wrongType(param, withArticle(nameOf(issue.expected)), issue.input);
    case "too_big":
      return outOfBounds(issue.origin, issue.input, param, TOO_BIG, Number(issue.maximum));
    case "too_small":
      return outOfBounds(issue.origin, issue.input, param, TOO_SMALL, Number(issue.minimum));
    case "invalid_value":
      return notSupported(issue.input, issue.values.map(String), details);
    case "invalid_union":
      return explainUnion(issue, param);
    case "custom":
      return { message: issue.message, ...details, code: String(issue.params?.["code"] ?? "invalid_value") };
    default:
      return {
        message: `Invalid value for '${param}': ${issue.message}.`,
        ...details,
        code: "invalid_value",
      };
  }
}

function explainUnion(issue: Extract<Issue, { code: "invalid_union" }>, param: string): Explained {
  if (issue.discriminator !== undefined) {
    const { discriminator, options } = issue as { discriminator: string; options?: readonly unknown[] };
    const given = (issue.input as Record<string, unknown> | undefined)?.[discriminator];
    if (given === undefined) return missing(param);
    return notSupported(given, (options ?? []).map(String), { param });
  }
  // The branch that got further is the one that was meant.
  const meant = issue.errors.find(([first]) => first?.code !== "invalid_type" || first.path.length > 0)?.[0];
  if (meant !== undefined) return explainIssue({ ...meant, path: [...issue.path, ...meant.path] });
  const names = issue.errors.flatMap(([first]) => (first?.code === "invalid_type" ? [first.expected] : []));
  return wrongType(
    param,
    `one of ${names.map((name) => withArticle(nameOf(name))).join(" or ")}`,
    issue.input,
  );
}

function missing(param: string): Explained {
  return { message: `Missing required parameter: '${param}'.`, param, code: "missing_required_parameter" };
}

function wrongType(param: string, expected: string, input: unknown): Explained {
  const place = param === "" ? "the body" : `'${param}'`;
  return {
    message: `Invalid type for ${place}: expected ${expected}, but got ${typeOf(input)} instead.`,
    ...(param === "" ? {} : { param }),
    code: "invalid_type",
  };
}

function notSupported(input: unknown, values: readonly string[], details: { param?: string }): Explained {
  const quoted = values.map((value) => `'${value}'`);
  const given = typeof input === "string" ? `'${input}'` : JSON.stringify(input);
  const list =
    quoted.length === 1
      ? `Supported value is: ${quoted[0]}`
      : `Supported values are: ${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
  return { message: `Invalid value: ${given}. ${list}.`, ...details, code: "invalid_value" };
}

const TOO_BIG = { extent: "long", side: "above", bound: "max", sign: "<=" };
const TOO_SMALL = { extent: "short", side: "below", bound: "min", sign: ">=" };

function outOfBounds(
  origin: string,
  input: unknown,
  param: string,
  { extent, side, bound, sign }: typeof TOO_BIG,
  limit: number,
): Explained {
  if (origin === "string" || origin === "array") {
    const { length } = input as { length: number };
    const noun = withArticle(origin);
    const message = `Invalid '${param}': ${origin} too ${extent}. Expected ${noun} with ${bound}imum length ${limit}, but got ${noun} with length ${length} instead.`;
    return { message, param, code: `${origin}_${side}_${bound}_length` };
  }
  const kind = Number.isInteger(limit) && Number.isInteger(input) ? "integer" : "decimal";
  const message = `Invalid '${param}': ${kind} ${side} ${bound}imum value. Expected a value ${sign} ${limit}, but got ${String(input)} instead.`;
  return { message, param, code: `${kind}_${side}_${bound}_value` };
}

/** As the API writes it: `messages[0].content`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

function nameOf(expected: string): string {
  return expected === "record" ? "object" : expected === "int" ? "integer" : expected;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  // JSON has no NaN: it is what became of words in a query where a number was expected.
  if (Number.isNaN(value)) return "a string";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal number";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
