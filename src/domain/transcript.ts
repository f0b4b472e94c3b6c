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
  readonly model: string | null;
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
  readonly session: { readonly runtime: string; readonly isolation: readonly string[] } | null;
  /** `seq` of the last event taken in; 0 before the first. */
  readonly seq: number;
}

/** Whether a run of this thread has not ended. */
export function isBusy(transcript: Transcript): boolean {
  return transcript.turns.some(
    ({ state }) => state === "queued" || state === "running" || state === "stopping",
  );
}
