import type { Change } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { madeFiles } from "../domain/madeFiles.ts";
import type { Block, CellBlock, NoteBlock, Turn } from "../domain/transcript.ts";

/** The turn after one more change of its run; the same object when the change does not concern it. */
export function reduceTurn(turn: Turn, change: Change, at: number): Turn {
  return reduceBlocks(withFiles(turn, madeFiles(change)), change, at);
}

function reduceBlocks(turn: Turn, change: Change, at: number): Turn {
  switch (change.type) {
    case "run.created":
      return { ...turn, runId: change.runId, state: "queued", model: change.model };
    case "run.started":
      return {
        ...turn,
        state: "running",
        model: change.model ?? turn.model,
        ...(change.maxCells === undefined ? {} : { maxCells: change.maxCells }),
        ...(change.sent === undefined ? {} : { sent: change.sent }),
      };
    case "run.cancelling":
      return { ...turn, state: "stopping" };
    case "run.note":
      return addNote(turn, { kind: "note", id: `${change.runId}-${turn.blocks.length}`, text: change.text });
    case "run.ended":
      return {
        ...turn,
        state: change.end,
        endedAt: at,
        usage: change.usage ?? null,
        error: change.error?.message ?? null,
        errorCode: change.error?.code ?? null,
      };
    case "text.started":
      return addBlock(turn, { kind: "text", id: change.messageId, text: "" });
    case "text.delta":
      return withText(turn, change.messageId, (text) => text + change.delta);
    case "text.done":
      return withText(turn, change.messageId, () => change.text);
    case "cell.started":
      return addBlock(turn, newCell(change.cellId, turn));
    case "cell.code":
      return withCell(turn, change.cellId, (cell) => ({ ...cell, code: cell.code + change.delta }));
    case "cell.running":
      return withCell(turn, change.cellId, (cell) => ({ ...cell, code: change.code, state: "running" }));
    case "cell.output":
      return withCell(turn, change.cellId, (cell) => ({
        ...cell,
        outputs: [...cell.outputs, change.output],
      }));
    case "cell.done":
      return withCell(turn, change.cellId, (cell) => ({
        ...cell,
        state: change.end,
        durationMs: change.durationMs,
        reason: change.reason ?? null,
      }));
    case "thread.created":
    case "thread.renamed":
    case "message.added":
    case "session.opened":
    case "question.queued":
    case "question.removed":
    case "cell.interrupting":
      return turn;
  }
}

function newCell(id: string, { blocks, maxCells }: Turn): CellBlock {
  const cells = blocks.filter((block) => block.kind === "cell");
  const attempt = attemptAfter(cells.at(-1));
  return {
    kind: "cell",
    id,
    code: "",
    state: "writing",
    outputs: [],
    attempt,
    ...(maxCells === undefined ? {} : { maxAttempts: attempt + Math.max(0, maxCells - cells.length - 1) }),
    durationMs: null,
    reason: null,
  };
}

/** A cell right after one that failed is the next try at the same thing; words in between do not matter. */
function attemptAfter(last: CellBlock | undefined): number {
  return last?.state === "error" ? last.attempt + 1 : 1;
}

/** A session is opened for the cell that is about to run: what is to be said about it stands before that. */
export function addNote(turn: Turn, note: NoteBlock): Turn {
  const last = turn.blocks.at(-1);
  return last?.kind === "cell" && last.state === "running"
    ? { ...turn, blocks: [...turn.blocks.slice(0, -1), note, last] }
    : addBlock(turn, note);
}

function addBlock(turn: Turn, block: Block): Turn {
  return { ...turn, blocks: [...turn.blocks, block] };
}

function withText(turn: Turn, id: string, update: (text: string) => string): Turn {
  return withBlock(turn, id, (block) =>
    block.kind === "text" ? { ...block, text: update(block.text) } : block,
  );
}

function withCell(turn: Turn, id: string, update: (cell: CellBlock) => CellBlock): Turn {
  return withBlock(turn, id, (block) => (block.kind === "cell" ? update(block) : block));
}

function withBlock(turn: Turn, id: string, update: (block: Block) => Block): Turn {
  const index = turn.blocks.findLastIndex((block) => block.id === id);
  const block = turn.blocks[index];
  return block === undefined ? turn : { ...turn, blocks: turn.blocks.with(index, update(block)) };
}

function withFiles(turn: Turn, added: readonly FileRef[]): Turn {
  // Nearly always, as with each piece of text that comes.
  if (added.length === 0) return turn;
  const byName = new Map(turn.files.map((file) => [file.name, file]));
  if (added.every(({ id, name }) => byName.get(name)?.id === id)) return turn;
  for (const file of added) byName.set(file.name, file);
  return { ...turn, files: [...byName.values()] };
}
