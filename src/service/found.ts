import { ApiError } from "./errors.ts";
import type { Kind } from "./wire.ts";

const NOUNS: Record<Kind, string> = {
  assistant: "assistant",
  thread: "thread",
  "thread.message": "message",
  "thread.run": "run",
  "thread.run.step": "run step",
  file: "File object",
};

/** The object, or the API's error. */
export function found<T>(object: T | undefined, kind: Kind, id: string): T {
  if (object !== undefined) return object;
  if (kind === "thread" && !id.startsWith("thread")) {
    throw new ApiError(400, `Invalid 'thread_id': '${id}'. Expected an ID that begins with 'thread'.`);
  }
  if (kind === "file") throw new ApiError(404, `No such File object: ${id}`, { param: "id" });
  throw new ApiError(404, `No ${NOUNS[kind]} found with id '${id}'.`);
}
