import type { Block, CellBlock, Turn } from "../domain/transcript.ts";
import type { CellPatch, PanelPatch, PanelState, TranscriptHead, TurnPatch } from "./messages.ts";

/**
 * What changed from one state to the next, found by identity: parts that did not change are the same objects. Null
 * when it takes a snapshot: the first state, or another thread.
 */
export function diffStates(previous: PanelState | null, next: PanelState): PanelPatch | null {
  const [before, after] = [previous?.transcript, next.transcript];
  if (before === undefined || before === null || after === null || before.threadId !== after.threadId)
    return null;
  const { turns, ...head } = after;
  const { transcript: _, ...surroundings } = next;
  const changed = turns.flatMap((turn, index) => {
    const old = before.turns[index];
    return old === turn ? [] : [{ index, turn: diffTurn(old, turn) }];
  });
  return {
    surroundings: changedParts(previous ?? {}, surroundings),
    head: changedParts<TranscriptHead>(before, head),
    turnCount: turns.length,
    turns: changed,
  };
}

function changedParts<T extends object>(before: Partial<T>, after: T): Partial<T> {
  const names = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]),
  ) as Partial<T>;
}

function diffTurn(old: Turn | undefined, { blocks, ...turn }: Turn): TurnPatch {
  const changed = blocks.flatMap((block, index) => {
    const before = old?.blocks[index];
    return before === block ? [] : [{ index, block: diffBlock(before, block) }];
  });
  return { ...turn, blockCount: blocks.length, blocks: changed };
}

function diffBlock(old: Block | undefined, block: Block): TurnPatch["blocks"][number]["block"] {
  if (block.kind !== "cell") return block;
  const before = old?.kind === "cell" && old.id === block.id ? old.outputs : [];
  let keepOutputs = 0;
  while (keepOutputs < before.length && before[keepOutputs] === block.outputs[keepOutputs]) keepOutputs++;
  return { ...block, keepOutputs, outputs: block.outputs.slice(keepOutputs) };
}

/** The state after a patch; parts that it does not touch stay the same objects. */
export function applyPatch(state: PanelState, patch: PanelPatch): PanelState {
  const { surroundings, head, turnCount, turns: changed } = patch;
  const { transcript } = state;
  if (transcript === null) throw new Error("A patch needs the thread that it changes.");
  const turns = transcript.turns.slice(0, turnCount);
  for (const { index, turn } of changed) turns[index] = applyTurn(turns[index], turn);
  return { ...state, ...surroundings, transcript: { ...transcript, ...head, turns } };
}

function applyTurn(old: Turn | undefined, { blockCount, blocks: changed, ...turn }: TurnPatch): Turn {
  const blocks = [...(old?.blocks ?? [])].slice(0, blockCount);
  for (const { index, block } of changed) {
    blocks[index] = block.kind === "cell" ? applyCell(blocks[index], block) : block;
  }
  return { ...turn, blocks };
}

function applyCell(old: Block | undefined, { keepOutputs, outputs, ...cell }: CellPatch): CellBlock {
  const kept = old?.kind === "cell" ? old.outputs.slice(0, keepOutputs) : [];
  return { ...cell, outputs: [...kept, ...outputs] };
}
