import { vscodeApi } from "./vscodeApi.ts";

/** The turn at the upper edge of the view, and how far it is scrolled out, in pixels. */
export interface Place {
  readonly turnId: string;
  readonly offset: number;
}

/** What the page keeps of a thread while its view is hidden, and over a reload. */
interface ThreadMemory {
  /** Typed and not sent. */
  readonly draft: string;
  /** Null: at the end. */
  readonly place: Place | null;
  /** Older turns that were unfolded. */
  readonly unfolded: readonly string[];
}

const NOTHING: ThreadMemory = { draft: "", place: null, unfolded: [] };
// Drafts are small, but there is no end of threads.
const MAX_THREADS = 50;

// The one touched last is last.
let threads: Readonly<Record<string, ThreadMemory>> = read();

/** `threadId`: null is the thread that the next question begins. */
export function recall(threadId: string | null): ThreadMemory {
  return threads[threadId ?? ""] ?? NOTHING;
}

export function remember(threadId: string | null, change: Partial<ThreadMemory>): void {
  const { [threadId ?? ""]: old = NOTHING, ...others } = threads;
  const kept = Object.entries(others).slice(1 - MAX_THREADS);
  threads = { ...Object.fromEntries(kept), [threadId ?? ""]: { ...old, ...change } };
  vscodeApi.setState({ threads });
}

// Written by this page, though maybe by an older version of it.
function read(): Record<string, ThreadMemory> {
  const saved = vscodeApi.getState() as
    { readonly threads?: Record<string, Partial<ThreadMemory>> } | undefined;
  const entries = Object.entries(saved?.threads ?? {});
  return Object.fromEntries(entries.map(([id, memory]) => [id, { ...NOTHING, ...memory }]));
}
