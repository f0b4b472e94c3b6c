import MarkdownIt, { type Token } from "markdown-it";

// With HTML: what a reader's program takes for it must be found.
const parser = new MarkdownIt({ html: true });
// Models write names with spaces as they are, which Markdown takes for no link at all.
const SANDBOX_LINK = /!?\[([^[\]\n]*)\]\(<?sandbox:\/mnt\/data\/((?:[^()<>\n]|\([^()\n]*\))+)>?\)/g;
const CODE_SPAN = "(?<!`)(?<ticks>`+)(?!`).*?(?<!`)\\k<ticks>(?!`)";
// What begins HTML, or a picture.
const ACTIVE = "<(?=[A-Za-z/!?])|!(?=\\[)";
const SPECIAL = /[\\`*[\]<|~#$]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Any text on one line, as text within a paragraph, a heading or a table's cell. */
export function escapedMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(SPECIAL, "\\$&");
}

/** `content` in a fence that nothing in it can end. */
export function fenced(content: string, language = ""): string {
  const longest = (content.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${content.replace(/\n$/, "")}\n${fence}`;
}

/** Markdown, set apart as someone's words. */
export function quoted(markdown: string): string {
  return markdown
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

/** Links to files of the sandbox, which lead nowhere outside, become their text. */
export function withoutSandboxLinks(text: string): string {
  return text.replace(SANDBOX_LINK, (_link, label: string, name: string) => label || name);
}

/**
 * Someone's Markdown as a part of a document: no HTML and no pictures, which a reader's program would run or load, and
 * nothing that stays open behind it. The parser tells whether that is so; what it never does becomes a block of text.
 */
export function contained(markdown: string): string {
  const lines = withoutSandboxLinks(markdown).replace(/\r\n?/g, "\n").trim();
  // An odd one would begin a formula that ends nowhere.
  const isPaired = (lines.match(/\$\$/g)?.length ?? 0) % 2 === 0;
  const text = isPaired ? lines : lines.replaceAll("$$", "\\$\\$");
  for (const pattern of [null, `${CODE_SPAN}|${ACTIVE}`, ACTIVE]) {
    const found = closed(pattern === null ? text : escaped(text, pattern));
    if (isPassive(tokensOf(found)) && !leaksFrom(found)) return found;
  }
  return fenced(text);
}

/** With what `pattern` finds outside of blocks of code escaped, but for code within a line. */
function escaped(text: string, pattern: string): string {
  const code = new Set<number>();
  for (const { type, map } of tokensOf(text)) {
    if (map === null || (type !== "fence" && type !== "code_block")) continue;
    for (let line = map[0]; line < map[1]; line++) code.add(line);
  }
  const found = new RegExp(pattern, "g");
  const escape = (match: string): string => (match.startsWith("`") ? match : `\\${match}`);
  return text
    .split("\n")
    .map((line, index) => (code.has(index) ? line : line.replace(found, escape)))
    .join("\n");
}

/** With the end that a block of code at the end of the text lacks. */
function closed(text: string): string {
  const last = tokensOf(text).at(-1);
  return last?.type === "fence" && leaksFrom(text) ? `${text}\n${last.markup}` : text;
}

/** Whether what is written behind the text would become a part of it. */
function leaksFrom(text: string): boolean {
  const [open, words] = tokensOf(`${text}\n\nEnd`).slice(-3);
  return open?.type !== "paragraph_open" || open.level !== 0 || words?.content !== "End";
}

function isPassive(tokens: readonly Token[]): boolean {
  return tokens.every(
    ({ type, children }) =>
      type !== "html_block" && type !== "html_inline" && type !== "image" && isPassive(children ?? []),
  );
}

function tokensOf(text: string): Token[] {
  return parser.parse(text, {});
}
