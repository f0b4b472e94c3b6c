import type { Usage } from "./event.ts";

/** What a message to a chat model is made of. */
export type ChatPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "picture"; readonly mime: string; readonly bytes: Uint8Array }
  /** A tool that the assistant called; `arguments` is JSON. */
  | { readonly type: "call"; readonly id: string; readonly name: string; readonly arguments: string }
  /** What the call `id` gave. */
  | { readonly type: "result"; readonly id: string; readonly text: string };

export interface ChatMessage {
  readonly role: "user" | "assistant";
  readonly parts: readonly ChatPart[];
}

/** A tool that may be called; `parameters` is a JSON Schema. */
export interface ChatTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
}

/** All that a chat model is asked, whatever carries it there. */
export interface Chat {
  readonly instructions: string;
  /** Oldest first; an assistant's calls are followed by their results. */
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
  /** `required`: some tool has to be called; an object: this one. */
  readonly toolChoice?: "required" | { readonly name: string };
}

/** A piece of a chat model's answer. */
export type ChatPiece =
  | { readonly type: "text"; readonly delta: string }
  /** The pieces of one call share its `index`, and their arguments are joined; the first one has id and name. */
  | {
      readonly type: "call";
      readonly index: number;
      readonly id?: string | undefined;
      readonly name?: string | undefined;
      readonly arguments: string;
    }
  | { readonly type: "usage"; readonly usage: Usage };
