import { z } from "zod";
import { newId } from "../base/ids.ts";
import type { Runner } from "../run/runner.ts";
import { assertFiles, type Draft, draftMessage, newMessageSchema, writeMessage } from "./addMessage.ts";
import type { EventLog } from "./eventLog.ts";
import { found } from "./found.ts";
import { Mounts } from "./mounts.ts";
import { metadataSchema } from "./params.ts";
import type { Store } from "./store/store.ts";
import { fileIdsSchema, resourcesOf, toolResourcesSchema } from "./tools.ts";
import { seconds, type ThreadObject, type ToolResources } from "./wire.ts";

export const newThreadSchema = z.object({
  messages: z.array(newMessageSchema).nullish(),
  tool_resources: toolResourcesSchema,
  file_ids: fileIdsSchema.nullish(),
  metadata: metadataSchema,
});
export type NewThread = z.infer<typeof newThreadSchema>;

interface Parts {
  store: Store;
  log: EventLog;
  runner: Runner;
}

/** Makes the thread with all of its messages and files, and what `also` writes, or nothing. */
export async function createThread(
  parts: Parts,
  body: NewThread,
  also: (thread: ThreadObject) => void = () => {},
): Promise<ThreadObject> {
  const { store, log } = parts;
  const messages = body.messages ?? [];
  const tool_resources = resourcesOf(body.tool_resources, body.file_ids);
  assertFiles(store, messages);
  assertResources(store, tool_resources);
  const id = newId("thread");
  const mounts = new Mounts(store, id);
  let thread: ThreadObject | undefined;
  try {
    for (const fileId of fileIdsOf(tool_resources)) await mounts.add(fileId);
    const drafts: Draft[] = [];
    for (const message of messages) drafts.push(await draftMessage(mounts, message));
    log.atOnce(id, () => {
      const { title } = body.metadata;
      log.append(id, { type: "thread.created", ...(title === undefined ? {} : { title }) }, ({ at }) => {
        const created_at = seconds(at);
        thread = { id, object: "thread", created_at, tool_resources, metadata: body.metadata };
        store.objects.put(thread);
        mounts.record(at);
      });
      for (const draft of drafts) writeMessage(parts, id, draft);
      also(thread!);
    });
  } catch (error) {
    await store.removeFolder(id);
    throw error;
  }
  return thread!;
}

/** Throws the API's 404 when a file is not there. */
export function assertResources(store: Store, resources: ToolResources): void {
  for (const id of fileIdsOf(resources)) found(store.objects.get("file", id), "file", id);
}

export function fileIdsOf({ code_interpreter: python }: ToolResources): readonly string[] {
  return python?.file_ids ?? [];
}

const OWNED = ["thread.run.step", "thread.run", "thread.message", "file", "response", "container"] as const;

/**
 * Removes the thread and all that was made in it; what was uploaded stays. First the rows, at once: what a crash leaves
 * of the rest is out of reach, and removed at the next start.
 */
export async function deleteThread(
  { store, log, runner }: Parts,
  id: string,
  guard: () => void,
): Promise<void> {
  const made = log.atOnce(id, () => {
    guard();
    const files = store.objects.idsOf("file", id);
    for (const kind of OWNED) {
      store.objects.removeAllOf(kind, id);
    }
    store.objects.remove("thread", id);
    store.events.removeThread(id);
    store.files.removeThread(id);
    store.queue.removeThread(id);
    store.notes.removeThread(id);
    return files;
  });
  await runner.endSession(id);
  for (const fileId of made) await store.blobs.remove(fileId);
  await store.removeFolder(id);
}
