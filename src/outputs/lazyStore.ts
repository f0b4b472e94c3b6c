import type { OutputsStore } from "./outputsStore.ts";

/** A store that is made only when somebody looks at threads or files. */
export function lazyStore(store: () => Promise<OutputsStore>): OutputsStore {
  return {
    listThreads: async () => (await store()).listThreads(),
    folder: async (threadId) => (await store()).folder(threadId),
    events: async function* (threadId, seq, signal) {
      yield* (await store()).events(threadId, seq, signal);
    },
    content: async (fileId) => (await store()).content(fileId),
    open: async (fileId) => (await store()).open(fileId),
  };
}
