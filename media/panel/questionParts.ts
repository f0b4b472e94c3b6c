// Code that a question ends with, in a fence.
const FENCED = /^([\s\S]*?)(?:^|\n)(`{3,})\w*\n([\s\S]*?)\n?\2\s*$/;

/** A question as its words and the code that goes with them: a selection travels in a fence; people know it as code. */
export function questionParts(text: string): { readonly words: string; readonly code: string | null } {
  const [, words, , code] = FENCED.exec(text) ?? [];
  if (words === undefined || code === undefined) return { words: text.trim(), code: null };
  return { words: words.trim(), code };
}
