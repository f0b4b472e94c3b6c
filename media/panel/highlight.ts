import hljs from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";

// What models write in answers about data; every further language makes the page heavier.
for (const [name, language] of Object.entries({ python, json, sql })) hljs.registerLanguage(name, language);

// Colouring more than this would be felt.
const LIMIT = 50_000;

/** The code as HTML with colours, everything in it escaped; null: it is to be shown as it is. */
export function highlight(code: string, language: string): string | null {
  if (code.length > LIMIT || hljs.getLanguage(language) === undefined) return null;
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
