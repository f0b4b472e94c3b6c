import { t } from "../../base/l10n.ts";
import type { Output } from "../../domain/output.ts";
import type { Block, CellBlock, Transcript, Turn } from "../../domain/transcript.ts";
import { contained, escapedMarkdown, fenced, quoted } from "./markdownText.ts";
import type { Pictures } from "./pictures.ts";
import { type PictureFile, PictureFiles } from "./pictureFiles.ts";
import { questionMarkdown } from "./question.ts";
import { asSeen, joined } from "./streams.ts";
import { costText, endingOf, filesText, timeText, threadTitle } from "./summary.ts";
import { markdownTable, tableIn } from "./tables.ts";

export interface MarkdownDocument {
  readonly text: string;
  /** To be put into the folder whose name was given. */
  readonly pictures: readonly PictureFile[];
}

/**
 * The transcript as Markdown whose pictures lie in `folder`, beside it. What came from a model, a file or a cell stays
 * in its place, whatever it is.
 */
export function markdownOf(transcript: Transcript, pictures: Pictures, folder: string): MarkdownDocument {
  const files = new PictureFiles(pictures, folder);
  const parts = [
    `# ${escapedMarkdown(threadTitle(transcript))}`,
    ...transcript.turns.flatMap((turn) => turnParts(turn, files)),
  ];
  return { text: `${parts.filter((part) => part !== "").join("\n\n")}\n`, pictures: files.used };
}

function turnParts(turn: Turn, files: PictureFiles): string[] {
  const ending = endingOf(turn);
  const made = turn.files.length === 0 ? "" : t("Files made: {0}", filesText(turn.files, escapedMarkdown));
  const facts = [timeText(turn.askedAt), costText(turn)].filter((text) => text !== "").join(", ");
  return [
    questionMarkdown(turn),
    ...turn.blocks.flatMap((block) => blockParts(block, files)),
    made,
    ending === null ? "" : quoted(escapedMarkdown(ending)),
    `*${escapedMarkdown(facts)}*`,
  ];
}

function blockParts(block: Block, files: PictureFiles): string[] {
  switch (block.kind) {
    case "text":
      return [contained(block.text)];
    case "note":
      return [quoted(escapedMarkdown(block.text))];
    case "cell":
      return cellParts(block, files);
  }
}

function cellParts(cell: CellBlock, files: PictureFiles): string[] {
  if (cell.code === "") return [];
  const label = stateText(cell);
  return [
    label === "" ? "" : `*${label}*`,
    fenced(cell.code, "python"),
    ...joined(cell.outputs).map((output) => outputText(output, files)),
    cell.reason === null ? "" : quoted(escapedMarkdown(cell.reason)),
  ];
}

function stateText({ state, attempt }: CellBlock): string {
  switch (state) {
    case "ok":
    case "running":
      return attempt > 1 ? t("Try {0}:", attempt) : "";
    case "error":
      return t("Try {0}, which failed:", attempt);
    case "stopped":
    case "lost":
      return t("Not run to its end:");
    case "writing":
      return t("Not run:");
  }
}

function outputText(output: Output, files: PictureFiles): string {
  switch (output.kind) {
    case "stream":
      return asBlock(output.text);
    case "error":
      return asBlock(output.traceback || `${output.name}: ${output.message}`);
    case "image":
      return picture(output, files);
    case "display":
      return displayText(output);
  }
}

function picture({ file, alt }: Extract<Output, { kind: "image" }>, files: PictureFiles): string {
  const path = files.pathOf(file);
  if (path === null) return quoted(escapedMarkdown(t("The picture {0} could not be read.", file.name)));
  return `![${escapedMarkdown(alt || file.name)}](${path})`;
}

function displayText(output: Extract<Output, { kind: "display" }>): string {
  const table = tableIn(output);
  if (table !== null && table.fields.length > 0) return markdownTable(table);
  const text = (mime: string): string | null => {
    const value = output.data[mime];
    return typeof value === "string" ? value : null;
  };
  const markdown = text("text/markdown");
  if (markdown !== null) return quoted(contained(markdown));
  return asBlock(text("text/plain") ?? text("text/latex") ?? JSON.stringify(output.data, null, 2));
}

function asBlock(text: string): string {
  const seen = asSeen(text);
  return seen.trim() === "" ? "" : fenced(seen, "text");
}
