import { ApiError } from "./errors.ts";
import type { Kind } from "./wire.ts";

const none = (noun: string) => (id: string) => `No ${noun} found with id '${id}'.`;
// As the newer parts of the API put it.
const notFound = (noun: string) => (id: string) => `${noun} with id '${id}' not found.`;

const SENTENCES: Record<Kind, (id: string) => string> = {
  assistant: none("assistant"),
  thread: none("thread"),
  "thread.message": none("message"),
  "thread.run": none("run"),
  "thread.run.step": none("run step"),
  file: (id) => `No such File object: ${id}`,
  response: notFound("Response"),
  container: notFound("Container"),
  conversation: notFound("Conversation"),
  "conversation.entry": notFound("Item"),
};

/** The object, or the API's error. */
export function found<T>(object: T | undefined, kind: Kind, id: string): T {
  if (object !== undefined) return object;
  if (kind === "thread" && !id.startsWith("thread")) {
    throw new ApiError(400, `Invalid 'thread_id': '${id}'. Expected an ID that begins with 'thread'.`);
  }
  throw new ApiError(404, SENTENCES[kind](id), kind === "file" ? { param: "id" } : {});
}
