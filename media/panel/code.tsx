import hljs from "highlight.js/lib/core";
import python from "highlight.js/lib/languages/python";
import { memo } from "preact/compat";

hljs.registerLanguage("python", python);

// Colouring more than this would be felt.
const LIMIT = 50_000;

/** Python with colours. */
export const Code = memo(function Code({ code }: { code: string }) {
  if (code.length > LIMIT) return <pre class="code">{code}</pre>;
  // The highlighter escapes what it is given.
  const html = hljs.highlight(code, { language: "python" }).value;
  return <pre class="code" dangerouslySetInnerHTML={{ __html: html }} />;
});
