import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { memo } from "preact/compat";
import { request } from "./host.ts";

// Models write names with spaces as they are, which Markdown takes for no link at all.
const BARE_LINK = /\]\((sandbox:\/mnt\/data\/(?:[^()\n]|\([^()\n]*\))+)\)/g;
const SANDBOX = /^sandbox:\/mnt\/data\//;

// No raw HTML, and no pictures: what a model writes must not make the page load anything.
const parser = new MarkdownIt({ html: false, linkify: false }).disable("image");
const OPTIONS = {
  ALLOWED_URI_REGEXP: /^(?:https?:|sandbox:)/i,
  FORBID_TAGS: ["img", "style", "form", "input", "iframe", "svg"],
  FORBID_ATTR: ["style"],
};

/** Words of the assistant, or a Markdown output: safe whatever they are. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const html = safeHtml(parser.render(text.replace(BARE_LINK, "](<$1>)")));
  return <div class="markdown" onClick={onClick} dangerouslySetInnerHTML={{ __html: html }} />;
});

/** HTML without anything that runs or loads. */
export function safeHtml(html: string): string {
  return DOMPurify.sanitize(html, OPTIONS);
}

// Links to files of the thread open in the editor; VS Code itself takes care of the others.
function onClick(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const href = link?.getAttribute("href") ?? "";
  if (!SANDBOX.test(href)) return;
  event.preventDefault();
  void request("openFile", { name: decodeURIComponent(href.replace(SANDBOX, "")) });
}
