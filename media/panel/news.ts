import { t } from "../../src/base/l10n.ts";
import type { Block, Transcript, Turn } from "../../src/domain/transcript.ts";

const SPOKEN_LETTERS = 400;

/**
 * What a screen reader is to say about the step from one transcript to the next: blocks that are finished, and how the
 * run ended. Empty when nothing of that happened, or another thread was opened.
 */
export function newsOf(before: Transcript | null, after: Transcript | null): string {
  if (before === null || after === null || before.threadId !== after.threadId) return "";
  const turn = after.turns.at(-1);
  const old = before.turns.at(-1);
  if (turn === undefined || turn === old) return "";
  const known = old?.id === turn.id ? old : undefined;
  const blocks = turn.blocks.flatMap((block, index) => {
    const wasFinished = known !== undefined && isFinished(known, index);
    return !wasFinished && isFinished(turn, index) ? [blockText(block, turn, index)] : [];
  });
  const end = known?.state === turn.state ? "" : endText(turn);
  return [...blocks, end].filter((text) => text !== "").join(" ");
}

// Words are finished when something comes after them.
function isFinished({ blocks, endedAt }: Turn, index: number): boolean {
  const block = blocks[index];
  if (block === undefined) return false;
  if (block.kind === "cell") return block.state !== "writing" && block.state !== "running";
  return block.kind === "note" || endedAt !== null || index < blocks.length - 1;
}

function blockText(block: Block, { blocks }: Turn, index: number): string {
  if (block.kind !== "cell") return plain(block.text).slice(0, SPOKEN_LETTERS);
  const number = blocks.slice(0, index + 1).filter(({ kind }) => kind === "cell").length;
  switch (block.state) {
    case "ok":
      return t("Cell {0} finished.", number);
    case "error": {
      const error = block.outputs.findLast((output) => output.kind === "error");
      return error === undefined
        ? t("Cell {0} failed.", number)
        : t("Cell {0} failed: {1}.", number, error.name);
    }
    case "stopped":
      return t("Cell {0} was stopped.", number);
    case "lost":
      return t("Cell {0} was lost with its session.", number);
    case "writing":
    case "running":
      return "";
  }
}

// The failure itself is an alert of the turn.
function endText({ state }: Turn): string {
  switch (state) {
    case "completed":
      return t("Run finished.");
    case "cancelled":
      return t("Run stopped.");
    case "incomplete":
    case "expired":
      return t("Run ended at a limit.");
    case "queued":
      return t("Run started.");
    case "failed":
    case "waiting":
    case "running":
    case "stopping":
      return "";
  }
}

/** Markdown as it is read aloud. */
function plain(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
