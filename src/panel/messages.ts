import { z } from "zod";
import type { SessionState } from "../domain/session.ts";
import type { Block, CellBlock, Transcript, Turn } from "../domain/transcript.ts";
import { COMMANDS } from "../manifest.ts";
import { MAX_DROPPED_BYTES, MAX_DROPPED_FILES } from "./dropLimits.ts";

/** Commands that the page may have executed, without arguments. */
const pageCommandSchema = z.enum([
  COMMANDS.newThread,
  COMMANDS.openThread,
  COMMANDS.stop,
  COMMANDS.interruptCell,
  COMMANDS.retry,
  COMMANDS.restartSession,
  COMMANDS.showOutputs,
  COMMANDS.saveAllOutputs,
  COMMANDS.exportNotebook,
  COMMANDS.exportMarkdown,
  COMMANDS.exportPython,
  COMMANDS.openTranscriptAsText,
  COMMANDS.selectModel,
  COMMANDS.setApiKey,
  COMMANDS.showLog,
]);
const name = { name: z.string() };
const thread = { threadId: z.string() };

/** What the page may ask of the host. Every request ends in an answer or a fault; see `HostMessage`. */
export const requestSchemas = {
  /** Starts the stream of states: the host answers, then sends a snapshot. Sent at load and after a gap. */
  ready: z.object({}),
  command: z.object({ command: pageCommandSchema }),
  /**
   * Asks a question in the open thread; it waits in the queue while a run works. `attachments`: ids of those in the
   * state that go with it; they leave the state once all is kept, and stay when it fails.
   */
  send: z.object({ text: z.string(), attachments: z.array(z.string()) }),
  /** Sends, or removes, a question that waits. */
  sendQueued: z.object({ id: z.string() }),
  removeQueued: z.object({ id: z.string() }),
  /** Lets the person pick files. What is attached, by this or the next four, shows up in the state. */
  attach: z.object({}),
  /** The file of the active editor, or its selection. */
  attachCurrentFile: z.object({}),
  attachSelection: z.object({}),
  /** Files that were dropped from the explorer. */
  attachUris: z.object({ uris: z.array(z.string()).min(1).max(MAX_DROPPED_FILES) }),
  /** A file that has no path here: dropped from another program, or pasted. */
  attachBytes: z.object({
    name: z.string().min(1).max(255),
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_DROPPED_BYTES),
  }),
  removeAttachment: z.object({ id: z.string() }),
  history: z.object({}),
  openThread: z.object(thread),
  renameThread: z.object({ ...thread, title: z.string() }),
  deleteThread: z.object(thread),
  /** Opens a file of the thread in an editor. */
  openFile: z.object(name),
  /** Save As… for a file of the thread. */
  saveFile: z.object(name),
  /** Shows a file of the thread in the Outputs view. */
  revealFile: z.object(name),
  /** Opens, as text, what was sent to another machine for a question. */
  openSent: z.object({ turnId: z.string() }),
  /** Analyses a sample that comes with the extension. */
  openSample: z.object(name),
  copy: z.object({ text: z.string() }),
  /** Puts code at the cursor of the editor that was active last. */
  insertCode: z.object({ code: z.string() }),
  /** Opens a text in an editor, unsaved; `language`: VS Code's id. */
  openText: z.object({ text: z.string(), language: z.enum(["python", "csv", "plaintext"]) }),
  /** Runs code in the thread's session as it is. */
  runCode: z.object({ code: z.string() }),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type Params<T extends RequestType> = z.infer<(typeof requestSchemas)[T]>;

/** A file that waits to be sent with the next question. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** A row of the history. Times are epoch milliseconds. */
export interface HistoryEntry {
  readonly id: string;
  readonly title: string;
  /** When something was last asked or done in it. */
  readonly updatedAt: number;
  /** Whether it was begun in this workspace. */
  readonly isHere: boolean;
  /** Whether a run of it works. */
  readonly isBusy: boolean;
}

/** Answer to each request; void where nothing is to be said. */
export interface Results {
  ready: void;
  command: void;
  send: void;
  sendQueued: void;
  removeQueued: void;
  attach: void;
  attachCurrentFile: void;
  attachSelection: void;
  attachUris: void;
  attachBytes: void;
  removeAttachment: void;
  history: readonly HistoryEntry[];
  openThread: void;
  renameThread: void;
  deleteThread: void;
  openFile: void;
  saveFile: void;
  revealFile: void;
  openSent: void;
  openSample: void;
  copy: void;
  insertCode: void;
  openText: void;
  runCode: void;
}

/** A request on the wire; `id` counts up and ties the answer to it. */
export const pageMessageSchema = z.object({ id: z.number().int(), type: z.string(), params: z.unknown() });
export interface PageMessage<T extends RequestType = RequestType> {
  readonly id: number;
  readonly type: T;
  readonly params: Params<T>;
}

/** What stands around the transcript. */
export interface Surroundings {
  /** Who answers, for people, e.g. "Built-in analyst". */
  readonly model: string;
  /** Whether that is the built-in analyst, which is no model. */
  readonly isAnalyst: boolean;
  /** The host at which code of the next run runs; null: this machine. */
  readonly codeAt: string | null;
  /** Where pictures of this thread are served: append `/` and the encoded name. */
  readonly filesUri: string;
  readonly samples: readonly string[];
  /** The thread's Python session, if it is alive. */
  readonly session: SessionState | null;
  /** What goes with the next question to this thread. */
  readonly attachments: readonly Attachment[];
  /** Questions that could come next. */
  readonly suggestions: readonly string[];
  /** What is active in the editor, for "+ current file" and "+ selection"; null: nothing. */
  readonly editor: { readonly file: string; readonly hasSelection: boolean } | null;
  /** Why the open thread cannot be followed now; null: it can. */
  readonly fault: string | null;
  /** False in Restricted Mode. */
  readonly isTrusted: boolean;
}

export interface PanelState extends Surroundings {
  /** Null: no thread is open yet. */
  readonly transcript: Transcript | null;
}

/** A cell without those outputs that the page has already. */
export interface CellPatch extends Omit<CellBlock, "outputs"> {
  /** How many of the outputs that the page has stay; `outputs` follow them. */
  readonly keepOutputs: number;
  readonly outputs: CellBlock["outputs"];
}

export interface TurnPatch extends Omit<Turn, "blocks"> {
  /** How many blocks of the turn there are now. */
  readonly blockCount: number;
  /** Blocks that changed or are new, with their place. */
  readonly blocks: readonly {
    readonly index: number;
    readonly block: Exclude<Block, CellBlock> | CellPatch;
  }[];
}

/** What changed between two states of the same thread: parts that are the same objects as before are left out. */
export interface PanelPatch {
  readonly surroundings: Partial<Surroundings>;
  readonly head: Partial<TranscriptHead>;
  readonly turnCount: number;
  readonly turns: readonly { readonly index: number; readonly turn: TurnPatch }[];
}

/** A transcript without its turns. */
export type TranscriptHead = Omit<Transcript, "turns">;

/**
 * What the host sends. Revisions start at 1, so that a page holding 0 always asks for a snapshot; a patch applies to
 * the revision just before its own, and a page that holds another one sends `ready` again.
 */
export type HostMessage =
  | { readonly type: "answer"; readonly id: number; readonly result: unknown }
  | { readonly type: "fault"; readonly id: number; readonly message: string }
  | { readonly type: "snapshot"; readonly revision: number; readonly state: PanelState }
  | { readonly type: "patch"; readonly revision: number; readonly patch: PanelPatch }
  /** Puts the keyboard into the question box. */
  | { readonly type: "focus" };
