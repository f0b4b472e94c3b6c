/** A number that a cell printed, with its noun: "1 row", "12 rows". */
export function count(printed: string | undefined, noun: string): string {
  return `${printed ?? "?"} ${noun}${printed === "1" ? "" : "s"}`;
}

/** A name or value out of a file as Markdown that shows it as it is: it must not become a link or bold. */
export function literal(text: string): string {
  return text.replace(/[\\`*[\]<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`);
}

/** A file's name without folders and extension, for the files made from it. */
export const stemOf = ({ name }: { readonly name: string }): string =>
  name.replace(/^.*\//, "").replace(/(?!^)\.[^.]*$/, "");

export const MODEL_HINT =
  'For anything else choose a model: the settings "Code Interpreter: Endpoint" and "Code Interpreter: Model".';
