import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { newId } from "../base/ids.ts";
import type { FileRef } from "../domain/file.ts";
import { mimeTypeOf } from "../domain/mimeTypes.ts";
import type { EventLog } from "./eventLog.ts";
import { freeName, safeName } from "./fileName.ts";
import { found, metadataSchema } from "./params.ts";
import type { Store } from "./store/store.ts";
import { type ContentPart, type MessageObject, seconds } from "./wire.ts";

const textPart = z.object({ type: z.literal("text"), text: z.string() });

/** A message as a client sends it; `file_ids` is the first version's form of `attachments`. */
export const newMessageSchema = z.object({
  role: z.enum(["user", "assistant"]),
  content: z.union([z.string().max(256_000), z.array(textPart).min(1)]),
  attachments: z.array(z.object({ file_id: z.string() })).nullish(),
  file_ids: z.array(z.string()).nullish(),
  metadata: metadataSchema,
});
export type NewMessage = z.infer<typeof newMessageSchema>;

/** Throws the API's 404 when a file of the message is not there. */
export function assertFiles(store: Store, body: NewMessage): void {
  for (const id of fileIdsOf(body)) found(store.objects.get("file", id), "file", id);
}

function fileIdsOf({ attachments, file_ids }: NewMessage): Set<string> {
  return new Set([...(attachments ?? []).map(({ file_id }) => file_id), ...(file_ids ?? [])]);
}

/**
 * Adds a message to the thread, and its files to the thread's /mnt/data. `guard` may refuse by throwing, at the moment
 * at which the message is written: copying files takes time.
 */
export async function addMessage(
  parts: { store: Store; log: EventLog },
  threadId: string,
  body: NewMessage,
  guard: () => void = () => {},
): Promise<MessageObject> {
  const { store, log } = parts;
  const files: FileRef[] = [];
  for (const id of fileIdsOf(body)) files.push(await mountFile(store, threadId, id, files));
  const id = newId("message");
  const text =
    typeof body.content === "string" ? body.content : body.content.map((part) => part.text).join("\n");
  const content: ContentPart[] = [{ type: "text", text: { value: text, annotations: [] } }];
  let object: MessageObject | undefined;
  const message = { id, role: body.role, text, files, metadata: body.metadata };
  log.append(threadId, { type: "message.added", message }, ({ at }) => {
    guard();
    object = {
      id,
      object: "thread.message",
      created_at: seconds(at),
      thread_id: threadId,
      status: "completed",
      incomplete_details: null,
      completed_at: seconds(at),
      incomplete_at: null,
      role: body.role,
      content,
      assistant_id: null,
      run_id: null,
      attachments: files.map((file) => ({ file_id: file.id, tools: [{ type: "code_interpreter" }] })),
      metadata: body.metadata,
    };
    store.objects.put(object);
    for (const file of files) store.files.put(threadId, "input", file, at);
  });
  return object!;
}

/** Copies the file into the folder, never links it: the original cannot be changed from inside. */
async function mountFile(
  store: Store,
  threadId: string,
  id: string,
  siblings: readonly FileRef[],
): Promise<FileRef> {
  const { filename, bytes } = found(store.objects.get("file", id), "file", id);
  const again = store.files.list(threadId).find((file) => file.id === id);
  if (again !== undefined) return { id, name: again.name, bytes, mime: again.mime };
  const folder = await store.dataDir(threadId);
  const taken = siblings.map(({ name }) => name);
  for (;;) {
    const name = freeName(safeName(filename), [...taken, ...(await readdir(folder))]);
    if (await store.blobs.copyTo(id, join(folder, name))) return { id, name, bytes, mime: mimeTypeOf(name) };
    // Another message was faster, or the file system takes two spellings for one name.
    taken.push(name);
  }
}
