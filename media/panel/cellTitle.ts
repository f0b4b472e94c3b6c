const LENGTH = 80;
const COMMENT = /^\s*#+(?!!)\s*(?:%%)?\s*(.*\S)/;
const IMPORT = /^\s*(?:import|from)\s/;

/** The model's first comment, when nothing but imports is before it; else the first words of the code. */
export function cellTitle(code: string): string {
  const lines = code.split("\n", 50).filter((line) => /[^\s#%=*-]/.test(line));
  const first = lines.find((line) => !IMPORT.test(line)) ?? lines[0] ?? "";
  const title = COMMENT.exec(first)?.[1] ?? first.trim();
  const letters = Array.from(title.slice(0, 2 * LENGTH + 2));
  return letters.length <= LENGTH ? title : `${letters.slice(0, LENGTH - 1).join("")}…`;
}
