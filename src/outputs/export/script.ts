import { t } from "../../base/l10n.ts";
import type { Block, CellBlock, Transcript, Turn } from "../../domain/transcript.ts";
import { isNeeded } from "./failedTries.ts";
import { withoutSandboxLinks } from "./markdownText.ts";
import { setupCode, whereText } from "./setupCode.ts";
import { cellsOf, endingOf, filesText, inputsOf, threadTitle } from "./summary.ts";

const DISPLAY = `try:
    from IPython.display import display
except ImportError:
    display = print`;

/**
 * The transcript as a Python file of `# %%` cells that runs as one script. Code that worked stands as it ran. What
 * failed or was stopped is commented out, unless later cells need what a failed cell had done before its error: then it
 * runs as a text, up to that error.
 */
export function scriptOf(transcript: Transcript): string {
  const cells = cellsOf(transcript);
  const blockText = (block: Block): string => {
    if (block.kind !== "cell") return markdownCell(withoutSandboxLinks(block.text));
    if (block.code.trim() === "") return "";
    return cellText(block, cells.slice(cells.indexOf(block) + 1));
  };
  const turnText = (turn: Turn): string[] => [
    markdownCell(questionText(turn)),
    ...turn.blocks.map(blockText),
    markdownCell(endingOf(turn) ?? ""),
  ];
  const parts = [introduction(transcript), setup(transcript, cells), ...transcript.turns.flatMap(turnText)];
  return parts.filter((part) => part !== "").join("\n");
}

function introduction(transcript: Transcript): string {
  return markdownCell(
    [
      `# ${threadTitle(transcript)}`,
      "",
      t("The code of a thread, as it ran. Cells that failed or were stopped are commented out;"),
      t("one whose names later cells need runs up to its error."),
      ...(setupCode(transcript) === null ? [] : [whereText(inputsOf(transcript))]),
    ].join("\n"),
  );
}

function setup(transcript: Transcript, cells: readonly CellBlock[]): string {
  const parts = [
    setupCode(transcript),
    cells.some(({ code }) => /\bdisplay\(/.test(code)) ? DISPLAY : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : codeCell(parts.join("\n\n"));
}

function questionText({ question, attachments }: Turn): string {
  const files = attachments.length === 0 ? [] : ["", t("Attached: {0}", filesText(attachments))];
  return [`## ${question.trim()}`, ...files].join("\n");
}

function cellText(cell: CellBlock, later: readonly CellBlock[]): string {
  const { code, state } = cell;
  if (state === "ok" || state === "running") return codeCell(code);
  if (state !== "error") return codeCell(commented(code), t("Left out: it was not run to its end."));
  const error = cell.outputs.findLast((output) => output.kind === "error")?.name ?? "Error";
  const nextCodes = later.filter((next) => next.state === "ok").map((next) => next.code);
  if (error !== "SyntaxError" && isNeeded(code, nextCodes)) {
    return codeCell(
      asText(code),
      t("Failed try ({0}): runs up to its error, for what later cells need.", error),
    );
  }
  return codeCell(commented(code), t("Failed try ({0}): left out.", error));
}

function codeCell(code: string, title = ""): string {
  return `# %%${title === "" ? "" : ` ${title}`}\n${code}${code.endsWith("\n") ? "" : "\n"}`;
}

function markdownCell(text: string): string {
  return text.trim() === "" ? "" : `# %% [markdown]\n${commented(text.trim())}\n`;
}

/** Python takes each of these for the end of a line. */
function commented(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
}

function asText(code: string): string {
  const literal = code.replaceAll("\\", "\\\\").replaceAll("'''", "\\'\\'\\'");
  return `try:\n    exec('''\n${literal}${literal.endsWith("\n") ? "" : "\n"}''')\nexcept Exception as error:\n    print(repr(error))`;
}
