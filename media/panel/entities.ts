// Stands in for the package `entities`, which markdown-it takes its names of characters from: the browser has the same
// table, and the page is a tenth lighter. See esbuild.js.
const box = document.createElement("textarea");

/** The character of an HTML entity such as "&eacute;"; what is none stays as it is. */
export function decodeHTMLStrict(entity: string): string {
  box.innerHTML = entity;
  return box.value;
}
