import { memo } from "preact/compat";
import { useRef } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { ActionButton } from "./actionButton.tsx";
import { Code } from "./code.tsx";
import { flashOutput } from "./flash.ts";
import { request } from "./host.ts";
import { GrowingMarkdown, type WordBlock } from "./markdownParser.ts";
import type { NumberPlaces } from "./numberLinks.ts";

interface Props {
  text: string;
  /** Where numbers of the text may come from; they become links to it. */
  numbers?: NumberPlaces | null;
}

/** Words of the assistant, or a Markdown output: safe whatever they are. */
export const Markdown = memo(function Markdown({ text, numbers = null }: Props) {
  const parsed = useRef<{ numbers: NumberPlaces | null; markdown: GrowingMarkdown } | null>(null);
  if (parsed.current?.numbers !== numbers)
    parsed.current = { numbers, markdown: new GrowingMarkdown(numbers) };
  const blocks = parsed.current.markdown.update(text);
  return (
    <div class="markdown" onClick={onClick}>
      {blocks.map((block, index) => (
        <Words key={index} block={block} />
      ))}
    </div>
  );
});

const Words = memo(function Words({ block }: { block: WordBlock }) {
  if (block.kind === "html") return <div dangerouslySetInnerHTML={{ __html: block.html }} />;
  const { code, language } = block;
  return (
    <div class="snippet">
      <Code code={code.trimEnd()} language={language} />
      <ActionButton
        label={t("Copy")}
        of={t("code")}
        icon="copy"
        done={t("Copied.")}
        run={() => request("copy", { text: code })}
      />
    </div>
  );
});

const FILE = /^(?:sandbox:)?\/mnt\/data\//;
const OUTPUT = /^#output-/;

// Links to files of the thread open in the editor; VS Code itself takes care of the others.
function onClick(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const href = link?.getAttribute("href") ?? "";
  if (FILE.test(href)) {
    event.preventDefault();
    void request("openFile", { name: decodedName(href.replace(FILE, "")) });
  } else if (OUTPUT.test(href)) {
    event.preventDefault();
    flashOutput(href.slice(1));
  }
}

function decodedName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
