import MarkdownIt, { type Env, type Token } from "markdown-it";
import { highlight } from "./highlight.ts";
import { linkNumbers, NumberPlaces } from "./numberLinks.ts";
import { safeHtml } from "./safeHtml.ts";

/** A paragraph, list, table …: as safe HTML, or as code to be coloured. */
export type WordBlock =
  | { readonly kind: "html"; readonly html: string }
  | { readonly kind: "code"; readonly code: string; readonly language: string };

// Models write names with spaces as they are, which Markdown takes for no link at all.
const BARE_LINK = /\]\((sandbox:\/mnt\/data\/(?:[^()\n]|\([^()\n]*\))+)\)/g;
const LINKS = /^(?:https?:|mailto:|sandbox:\/mnt\/data\/|\/mnt\/data\/|#output-)/i;

// No raw HTML, and no pictures: what a model writes must not make the page load anything.
const parser = new MarkdownIt({
  html: false,
  linkify: true,
  highlight: (code, name) => highlight(code, name) ?? "",
});
parser.disable("image");
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
parser.validateLink = (url) => LINKS.test(url.trim());
parser.core.ruler.push("numbers", (state) => {
  const numbers: unknown = state.env["numbers"];
  if (!(numbers instanceof NumberPlaces)) return;
  for (const token of state.tokens) {
    if (token.children !== null) token.children = linkNumbers(token.children, numbers, state.Token);
  }
});
parser.renderer.rules["link_open"] = (tokens, index, options, _env, self) => {
  const token = tokens[index]!;
  // Where it leads is to be seen before it is pressed.
  if (token.attrGet("title") === null) token.attrSet("title", decoded(String(token.attrGet("href") ?? "")));
  return self.renderToken(tokens, index, options);
};

/**
 * Markdown that grows. Blocks that more text cannot change are parsed once; what is parsed anew is the last one.
 */
export class GrowingMarkdown {
  readonly #env: Env;
  #settled: readonly WordBlock[] = [];
  // The text of the settled blocks.
  #source = "";

  constructor(numbers: NumberPlaces | null) {
    this.#env = { numbers };
  }

  /** Blocks of the text; those that did not change are the same objects as before. */
  update(text: string): readonly WordBlock[] {
    if (!text.startsWith(this.#source)) {
      this.#settled = [];
      this.#source = "";
    }
    const rest = text.slice(this.#source.length);
    const blocks = topBlocks(parser.parse(rest.replace(BARE_LINK, "](<$1>)"), this.#env));
    const last = blocks.at(-1);
    const made = blocks.map((tokens) => this.#blockOf(tokens));
    if (last !== undefined && blocks.length > 1) {
      this.#settled = [...this.#settled, ...made.slice(0, -1)];
      this.#source += linesBefore(rest, last[0]?.map?.[0] ?? 0);
      return [...this.#settled, ...made.slice(-1)];
    }
    return [...this.#settled, ...made];
  }

  #blockOf(tokens: Token[]): WordBlock {
    const [first] = tokens;
    if (first?.type === "fence" || first?.type === "code_block") {
      return { kind: "code", code: first.content, language: first.info.trim().split(/\s/, 1)[0] ?? "" };
    }
    return { kind: "html", html: safeHtml(parser.renderer.render(tokens, parser.options, this.#env)) };
  }
}

function topBlocks(tokens: readonly Token[]): Token[][] {
  const blocks: Token[][] = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0 && token.type !== "inline") blocks.push([]);
    blocks.at(-1)?.push(token);
  }
  return blocks;
}

function linesBefore(text: string, line: number): string {
  let end = 0;
  for (let count = 0; count < line; count++) end = text.indexOf("\n", end) + 1;
  return text.slice(0, end);
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
