import type { CellEnd, RunEnd, Usage } from "./event.ts";
import type { FileRef, FileRole } from "./file.ts";
import type { Output } from "./output.ts";

/** Words of the assistant; whole at every moment, grows while it is streamed. */
export interface TextBlock {
  readonly kind: "text";
  readonly id: string;
  readonly text: string;
}

/** One piece of Python. `attempt` counts from 1 and is above 1 when the cell corrects the failed one before it. */
export interface CellBlock {
  readonly kind: "cell";
  readonly id: string;
  readonly code: string;
  readonly state: "writing" | "running" | CellEnd;
  /** Pieces in order; a long stream is many pieces, never one that is rewritten. */
  readonly outputs: readonly Output[];
  readonly attempt: number;
  /** How many attempts the run's limit of cells leaves in all; not known of old runs. */
  readonly maxAttempts?: number | undefined;
  readonly durationMs: number | null;
  readonly reason: string | null;
}

/** A line about the session, e.g. that variables are gone. */
export interface NoteBlock {
  readonly kind: "note";
  readonly id: string;
  readonly text: string;
}

export type Block = TextBlock | CellBlock | NoteBlock;

/** A question and everything that was done about it. `id` is the question's message id. */
export interface Turn {
  readonly id: string;
  readonly runId: string | null;
  readonly question: string;
  readonly attachments: readonly FileRef[];
  readonly state: "waiting" | "queued" | "running" | "stopping" | RunEnd;
  readonly blocks: readonly Block[];
  /** Files this turn made, newest version of each name. */
  readonly files: readonly FileRef[];
  /** Who answers, for people; `GIVEN_CODE` when the question's own code is run. */
  readonly model: string | null;
  /** How many cells its run may run. */
  readonly maxCells?: number | undefined;
  /**
   * Set when the run sends something to another machine: to which host, and the instructions that go before the thread
   * up to here (questions, code, outputs cut where they are long); `withFiles`: and the thread's files. Otherwise all of
   * it stays here.
   */
  readonly sent?:
    | { readonly to: string; readonly instructions: string; readonly withFiles?: boolean | undefined }
    | undefined;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  readonly endedAt: number | null;
  readonly usage: Usage | null;
  /** Why it failed: a sentence, and the code of the run's error. */
  readonly error: string | null;
  readonly errorCode: string | null;
}

export interface ThreadFile extends FileRef {
  readonly role: FileRole;
  /** Epoch milliseconds at which this version was recorded. */
  readonly at: number;
  /** The version that the person gave, when code has changed the file since: its role is "output" then. */
  readonly original?: FileRef | undefined;
}

/** The version that the person gave, if the file is one that was given. */
export function givenOf({ role, original, id, name, bytes, mime }: ThreadFile): FileRef | undefined {
  return role === "input" ? { id, name, bytes, mime } : original;
}

/** A question that waits for the run that works; it is kept on disk. */
export interface QueuedQuestion {
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileRef[];
}

/** A thread as a person sees it: the log of events, reduced. */
export interface Transcript {
  readonly threadId: string;
  /** The name that the person gave it, else the first question, shortened; empty before it. */
  readonly title: string;
  readonly turns: readonly Turn[];
  /** Every file of the thread, newest version of each name, in order of first appearance. */
  readonly files: readonly ThreadFile[];
  /** Questions that wait, in the order in which they will be sent. */
  readonly queue: readonly QueuedQuestion[];
  /** Where code runs, once a session was opened. */
  readonly session: {
    readonly runtime: string;
    readonly isolation: readonly string[];
    /** Where it is; absent: on this machine. */
    readonly host?: string | undefined;
  } | null;
  /** `seq` of the last event taken in; 0 before the first. */
  readonly seq: number;
}

/** The failed attempts that the cell at `index` corrects, oldest first. */
export function triesBefore(blocks: readonly Block[], index: number): readonly CellBlock[] {
  const cell = blocks[index];
  if (cell?.kind !== "cell" || cell.attempt === 1) return [];
  const cells = blocks.slice(0, index).filter((block) => block.kind === "cell");
  return cells.slice(1 - cell.attempt);
}

/** Whether the cell at `index` failed and a later one of its run corrects it. */
export function isCorrected(blocks: readonly Block[], index: number): boolean {
  const next = blocks.slice(index + 1).find((block) => block.kind === "cell");
  return blocks[index]?.kind === "cell" && next !== undefined && next.attempt > 1;
}

/** Whether a run of this thread has not ended. */
export function isBusy(transcript: Transcript): boolean {
  return transcript.turns.some(
    ({ state }) => state === "queued" || state === "running" || state === "stopping",
  );
}
