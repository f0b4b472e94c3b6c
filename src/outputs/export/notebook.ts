import { t } from "../../base/l10n.ts";
import type { Block, CellBlock, Transcript, Turn } from "../../domain/transcript.ts";
import { escapedMarkdown, quoted, withoutSandboxLinks } from "./markdownText.ts";
import { linesOf, type NotebookCell, notebookText } from "./nbformat.ts";
import { notebookOutputs } from "./notebookOutputs.ts";
import type { Pictures } from "./pictures.ts";
import { questionMarkdown } from "./question.ts";
import { endingOf, filesText, hasRun, inputsOf, threadTitle } from "./summary.ts";
import { setupCode, whereText } from "./setupCode.ts";

/**
 * The transcript as a Jupyter notebook (nbformat 4.5): questions and words as Markdown, code with its outputs as it
 * ran. Cells that failed are kept, tagged `failed-try`, and `raises-exception` so that Jupyter goes on behind them.
 */
export function notebookOf(transcript: Transcript, pictures: Pictures): string {
  let count = 0;
  const cellOf = (block: Block): NotebookCell[] => {
    if (block.kind === "text") return markdownCell(withoutSandboxLinks(block.text));
    if (block.kind === "note") return markdownCell(quoted(block.text));
    return block.code === "" ? [] : [codeCell(block, hasRun(block) ? ++count : null, pictures)];
  };
  const turnCells = (turn: Turn): NotebookCell[] => [
    ...markdownCell(questionMarkdown(turn)),
    ...turn.blocks.flatMap(cellOf),
    ...endCell(turn),
  ];
  return notebookText([...introduction(transcript), ...transcript.turns.flatMap(turnCells)]);
}

function introduction(transcript: Transcript): NotebookCell[] {
  const title = `# ${escapedMarkdown(threadTitle(transcript))}`;
  const code = setupCode(transcript);
  if (code === null) return markdownCell(title);
  return [
    ...markdownCell([title, whereText(inputsOf(transcript).map((name) => `\`${name}\``))].join("\n\n")),
    {
      cell_type: "code",
      execution_count: null,
      metadata: { tags: ["setup"] },
      source: linesOf(code),
      outputs: [],
    },
  ];
}

function codeCell(cell: CellBlock, count: number | null, pictures: Pictures): NotebookCell {
  const tags = TAGS[cell.state];
  return {
    cell_type: "code",
    execution_count: count,
    metadata: tags === undefined ? {} : { tags },
    source: linesOf(cell.code),
    outputs: notebookOutputs(cell, pictures),
  };
}

const TAGS: Partial<Record<CellBlock["state"], string[]>> = {
  error: ["failed-try", "raises-exception"],
  stopped: ["stopped"],
  lost: ["session-lost"],
  writing: ["not-run"],
};

function endCell(turn: Turn): NotebookCell[] {
  const ending = endingOf(turn);
  const files = turn.files.length === 0 ? [] : [t("Files made: {0}", filesText(turn.files, escapedMarkdown))];
  return markdownCell([...files, ...(ending === null ? [] : [quoted(escapedMarkdown(ending))])].join("\n\n"));
}

function markdownCell(source: string): NotebookCell[] {
  return source.trim() === "" ? [] : [{ cell_type: "markdown", metadata: {}, source: linesOf(source) }];
}
