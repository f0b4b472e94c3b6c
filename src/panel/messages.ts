import { z } from "zod";
import type { Block, CellBlock, Transcript, Turn } from "../domain/transcript.ts";

/** What the page may ask of the host. Every request ends in an answer or a fault; see `HostMessage`. */
export const requestSchemas = {
  /** Starts the stream of states: the host answers, then sends a snapshot. Sent at load and after a gap. */
  ready: z.object({}),
  /** Asks a question in the open thread. `attachments`: ids from `attach`. */
  send: z.object({ text: z.string(), attachments: z.array(z.string()) }),
  /** Ends the run that works in the open thread. */
  stop: z.object({}),
  newThread: z.object({}),
  /** Lets the person pick files; answers with what was picked. */
  attach: z.object({}),
  /** Opens a file of the thread in an editor. */
  openFile: z.object({ name: z.string() }),
  /** Save As… for a file of the thread. */
  saveFile: z.object({ name: z.string() }),
  /** Analyses a sample that comes with the extension. */
  openSample: z.object({ name: z.string() }),
  copy: z.object({ text: z.string() }),
  showOutputs: z.object({}),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type Params<T extends RequestType> = z.infer<(typeof requestSchemas)[T]>;

/** A file that waits to be sent with the next question. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** Answer to each request; void where nothing is to be said. */
export interface Results {
  ready: void;
  send: void;
  stop: void;
  newThread: void;
  attach: readonly Attachment[];
  openFile: void;
  saveFile: void;
  openSample: void;
  copy: void;
  showOutputs: void;
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
  /** Where pictures of this thread are served: append `/` and the encoded name. */
  readonly filesUri: string;
  readonly samples: readonly string[];
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

/** What changed between two states of the same thread. */
export interface PanelPatch extends Surroundings {
  readonly head: Omit<Transcript, "turns">;
  readonly turnCount: number;
  readonly turns: readonly { readonly index: number; readonly turn: TurnPatch }[];
}

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
