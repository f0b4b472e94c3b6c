/** The code without the indentation that all its lines share, so that a selected body of a function runs on its own. */
export function dedent(code: string): string {
  const lines = code.split(/\r\n|\r|\n/);
  const shared = lines.filter((line) => line.trim() !== "").reduce<string | null>(commonIndent, null) ?? "";
  return lines
    .map((line) => (line.startsWith(shared) ? line.slice(shared.length) : line.trimStart()))
    .join("\n");
}

// Letter by letter: tabs and spaces are not the same to Python.
function commonIndent(shared: string | null, line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  if (shared === null) return indent;
  let length = 0;
  while (length < shared.length && shared[length] === indent[length]) length++;
  return shared.slice(0, length);
}
