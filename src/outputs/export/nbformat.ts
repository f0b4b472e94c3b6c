import type { Json } from "../../domain/json.ts";

/** A text, as one string or as its lines, each with its line end. */
type Lines = string | string[];

type MimeBundle = Record<string, Json>;

export type NotebookOutput =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: Lines }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, Json> }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** `tags`: "failed-try" and the like, and Jupyter's own "raises-exception". */
interface CellMetadata {
  tags?: string[];
}

interface MarkdownCell {
  cell_type: "markdown";
  metadata: CellMetadata;
  source: Lines;
}

interface CodeCell {
  cell_type: "code";
  execution_count: number | null;
  metadata: CellMetadata;
  source: Lines;
  outputs: NotebookOutput[];
}

export type NotebookCell = MarkdownCell | CodeCell;

/** The text as the lines that notebooks hold, so that a change of one line is a change of one line of the file. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The cells as the text of a notebook file, nbformat 4.5. */
export function notebookText(cells: readonly NotebookCell[]): string {
  const notebook = {
    cells: cells.map((cell, index) => ({ id: `cell-${index + 1}`, ...cell })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { file_extension: ".py", mimetype: "text/x-python", name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
