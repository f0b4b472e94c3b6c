const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;
const STATEMENTS = [
  /^\s*(?:import|from\s+[\w.]+\s+import)\s(.+)$/u,
  /^\s*(?:async\s+)?(?:def|class)\s+(\w+)/u,
  /^\s*(?:async\s+)?(?:for|with)\s(.+)$/u,
];

/**
 * Whether code that comes later takes up names from a failed cell, which had bound them before its error. Told from the
 * text alone, and rather once too often: what is kept in vain does no harm.
 */
export function isNeeded(failed: string, later: readonly string[]): boolean {
  const lines = later.flatMap((code) => code.split("\n")).filter((line) => !line.trimStart().startsWith("#"));
  return [...boundNames(failed)].some((name) => isUsedFirst(name, lines));
}

function boundNames(code: string): Set<string> {
  const targets = code
    .split("\n")
    .flatMap((line) =>
      STATEMENTS.map((statement) => statement.exec(line)?.[1]).concat(assignment(line)?.target),
    );
  return new Set(targets.flatMap((target) => target?.match(NAME) ?? []));
}

/** Whether the first line with `name` does more than bind it anew. */
function isUsedFirst(name: string, lines: readonly string[]): boolean {
  const mention = new RegExp(`(?<![.\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "u");
  const line = lines.find((candidate) => mention.test(candidate));
  if (line === undefined || /^(?:import|from|def|class)\s/.test(line)) return false;
  const found = assignment(line);
  return found === null || !mention.test(found.target) || mention.test(found.value);
}

/** `a, b = value`, whose targets are names alone: `a[0] = value` binds nothing. */
function assignment(line: string): { target: string; value: string } | null {
  const equals = line.indexOf("=");
  const [target = ""] = line.slice(0, equals).split(":", 1);
  if (equals < 0 || line[equals + 1] === "=" || !/^[\p{L}\p{N}_,*\s]+$/u.test(target)) return null;
  return { target, value: line.slice(equals + 1) };
}
