import MarkdownIt, { type Token } from "markdown-it";
import { describe, expect, it } from "vitest";
import type { Output } from "../../../src/domain/output.ts";
import { markdownOf } from "../../../src/outputs/export/markdown.ts";
import { contained, escapedMarkdown, fenced } from "../../../src/outputs/export/markdownText.ts";
import { cellsOf } from "../../../src/outputs/export/summary.ts";
import { randomLog, randomOf } from "../../panel/randomLog.ts";
import { ended, question, text, textDone, transcriptOf } from "../../thread/events.ts";
import { everything, FAILED_CODE, GOOD_CODE, PICTURES, ran } from "./samples.ts";

const parser = new MarkdownIt({ html: true });
const tokensOf = (markdown: string) => parser.parse(markdown, {});
/** What a reader's program would run or load. */
const isActive = ({ type, children }: Token): boolean =>
  type.startsWith("html") || type === "image" || (children ?? []).some(isActive);
const { text: document, pictures } = markdownOf(everything, PICTURES, "a (b)_files");

it("has the code that ran, in fences that it cannot end", () => {
  const fences = tokensOf(document).filter(({ info, level }) => info === "python" && level === 0);
  const normal = (code: string): string => code.replaceAll("\r\n", "\n").replace(/\n?$/, "\n");
  expect(fences.map(({ content }) => content)).toEqual(
    [FAILED_CODE, GOOD_CODE, "while True: pass", "x = 'a' * 10**12", "print('half"].map(normal),
  );
});

it("puts pictures beside the document, each version under a name of its own, and says which is missing", () => {
  expect(pictures.map(({ name }) => name)).toEqual(["plots-mass.png", "plots-mass-2.png"]);
  expect(document).toContain("![Mass by species](a%20%28b%29_files/plots-mass.png)");
  expect(document).toContain("![plots/mass.png](a%20%28b%29_files/plots-mass-2.png)");
  expect(document).toContain("> The picture gone.png could not be read.");
});

it("writes tables as tables, whatever is in their cells", () => {
  const rows = tokensOf(document).filter(({ type }) => type === "tr_open");
  expect(rows).toHaveLength(3);
  const cells = tokensOf(document).filter(
    ({ type }, index, all) => type === "inline" && /^t[hd]_/.test(all[index - 1]?.type ?? ""),
  );
  expect(cells.map(({ children }) => (children ?? []).map(({ content }) => content).join(""))).toEqual([
    ...["species", "mass | g", "species"],
    ...["Adélie`", "3700.5", "<b>"],
    ...["젠투", "", "a b"],
  ]);
  expect(document).toContain("2 of 344 rows");
});

it("shows printed text as it was seen at the end: without colours and overwritten lines", () => {
  expect(document).toContain("```text\n20 %\n```");
});

it("says how runs ended, and that notes are notes", () => {
  expect(document).toContain("> The run failed: The model was \\<gone>.");
  expect(document).toContain("> A new Python session was started");
  expect(document).toContain("*Not run:*\n\n```python\nprint('half\n```");
});

describe("what comes from outside stays in its place", () => {
  const HOSTILE = [
    "```\nan open fence",
    "~~~~ \nan open fence",
    "- a list\n  ```\n  an open fence",
    "> ```\n> quoted\n\n```",
    "<!-- a comment",
    "a <b>bold</b> word and `<i>code</i>` and a<br>break",
    "<div>\n\n```\n<script>\n```",
    "<script>alert(1)",
    "<style>* { display: none }",
    "<![CDATA[ x",
    "<?php x",
    "\\`<b>` \\`",
    "`` a ` <b> ``` ` <i> `",
    "![picture](https://example.com/x.png)",
    "![picture][1]\n\n[1]: https://example.com/x.png",
    "![mine](sandbox:/mnt/data/my plot (1).png)",
    "$$ open formula",
    "| a |\n| - |\n| <b> |",
    "# heading\n===\n---",
    "    indented\n\tcode <b>",
    "1. a\n\n   ```html\n   <b>\n   ```\n\n2. b <b>",
    "[a]: <\n\n[b",
    "\u2028\u0085\r<b>\r\n```",
    "",
  ];

  it.each(HOSTILE)("%j", (hostile) => {
    const safe = contained(hostile);
    const tokens = tokensOf(`${safe}\n\nSENTINEL`);
    expect(tokens.at(-2)?.content).toBe("SENTINEL");
    expect(tokens.at(-3)).toMatchObject({ type: "paragraph_open", level: 0 });
    expect(tokens.filter(isActive)).toEqual([]);
    expect((safe.match(/(?<!\\)\$\$/g) ?? []).length % 2).toBe(0);
  });

  it("as words, as questions and as every kind of output", () => {
    for (const hostile of HOSTILE) {
      const outputs: Output[] = [
        { kind: "stream", name: "stdout", text: `${hostile}\n` },
        { kind: "error", name: hostile, message: hostile, traceback: hostile },
        { kind: "display", data: { "text/plain": hostile } },
        { kind: "display", data: { "text/plain": "x", "text/markdown": hostile } },
      ];
      const transcript = transcriptOf(
        question(`Question\n${hostile}`),
        text("a"),
        textDone("a", hostile),
        ...ran("c", `# ${hostile}`, "ok", outputs),
        ended,
        question("The last question"),
        ended,
      );
      const tokens = tokensOf(markdownOf(transcript, new Map(), "x_files").text);
      const headings = tokens.filter(({ type, level }) => type === "heading_open" && level === 0);
      const title = tokens.findLast(({ type, level }) => type === "inline" && level === 1);
      expect(headings.length, hostile).toBeGreaterThanOrEqual(3);
      expect(
        tokens.filter(({ content }) => content === "The last question"),
        hostile,
      ).toHaveLength(1);
      expect(title?.content, hostile).toMatch(/^\*1970-/);
      expect(tokens.filter(isActive), hostile).toEqual([]);
    }
  });

  it("keeps words that need no care as they are", () => {
    const fine = "The **mean** is `a < b`, see <https://example.com>:\n\n```html\n<b>\n```\n\n$$x^2$$";
    expect(contained(fine)).toBe(fine);
    expect(contained("Only <b>this</b>, not `<i>`.")).toBe("Only \\<b>this\\</b>, not `<i>`.");
  });

  it("escapes what a title or a cell could be taken for", () => {
    const title = "*a* _b_ c_d `e` [f](g) <h> | \\ # $i$ ~j~ &amp; k\n# l";
    expect(parser.renderInline(escapedMarkdown(title))).toBe(
      "*a* _b_ c_d `e` [f](g) &lt;h&gt; | \\ # $i$ ~j~ &amp;amp; k # l",
    );
    expect(fenced("a\n`````\nb")).toBe("``````\na\n`````\nb\n``````");
  });
});

it("is whole whatever happened in a thread", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const transcript = transcriptOf(...randomLog(randomOf(seed), 60));
    const { text: markdown } = markdownOf(transcript, new Map(), "x_files");
    const fences = tokensOf(markdown).filter(({ info }) => info === "python");
    expect(fences.length).toBeGreaterThanOrEqual(
      cellsOf(transcript).filter(({ code }) => code !== "").length,
    );
  }
});
