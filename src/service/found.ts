import { ApiError } from "./errors.ts";
import type { Kind } from "./wire.ts";

const NOUNS = {
  assistant: "assistant",
  thread: "thread",
  "thread.message": "message",
  "thread.run": "run",
  "thread.run.step": "run step",
  file: "File object",
} satisfies Partial<Record<Kind, string>>;

// The newer parts of the API have a sentence of their own.
const NEWER_NOUNS = {
  response: "Response",
  container: "Container",
  conversation: "Conversation",
  "conversation.entry": "Item",
} satisfies Partial<Record<Kind, string>>;

/** The object, or the API's error. */
export function found<T>(object: T | undefined, kind: Kind, id: string): T {
  if (object !== undefined) return object;
  if (kind === "thread" && !id.startsWith("thread")) {
    throw new ApiError(400, `Invalid 'thread_id': '${id}'. Expected an ID that begins with 'thread'.`);
  }
  if (kind === "file") throw new ApiError(404, `No such File object: ${id}`, { param: "id" });
  if (kind in NEWER_NOUNS) {
    throw new ApiError(404, `${NEWER_NOUNS[kind as keyof typeof NEWER_NOUNS]} with id '${id}' not found.`);
  }
  throw new ApiError(404, `No ${NOUNS[kind as keyof typeof NOUNS]} found with id '${id}'.`);
}
