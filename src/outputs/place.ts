/**
 * What a path of the virtual folder means: `/<thread>/<file>`, the newest version, or `/.original/<thread>/<file>`, the
 * one that a person gave before code changed it. No thread is called `.original`, and code cannot write there.
 */
export interface Place {
  /** Null for the folder of all threads. */
  readonly threadId: string | null;
  /** Path below /mnt/data; empty for all of it. */
  readonly name: string;
  readonly isOriginal: boolean;
}

const ORIGINALS = ".original";
// A thread's id becomes part of a request's address: `..` would lead elsewhere.
const THREAD_ID = /^thread_\w+$/;

/** Null for a path at which there cannot be anything. */
export function placeOf(path: string): Place | null {
  const parts = path.split("/").filter((part) => part !== "");
  const isOriginal = parts[0] === ORIGINALS;
  const [threadId = null, ...below] = isOriginal ? parts.slice(1) : parts;
  if (threadId !== null && !THREAD_ID.test(threadId)) return null;
  return { threadId, name: below.join("/"), isOriginal };
}

export function pathOf({ threadId, name, isOriginal }: Place): string {
  const below = [...(isOriginal ? [ORIGINALS] : []), ...(threadId === null ? [] : [threadId])];
  return `/${[...below, ...(name === "" ? [] : [name])].join("/")}`;
}
