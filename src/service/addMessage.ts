import { z } from "zod";
import { newId } from "../base/ids.ts";
import type { FileRef } from "../domain/file.ts";
import type { EventLog } from "./eventLog.ts";
import { found } from "./found.ts";
import type { Mounts } from "./mounts.ts";
import { metadataSchema } from "./params.ts";
import type { Store } from "./store/store.ts";
import { attachmentToolsSchema, fileIdsSchema } from "./tools.ts";
import { type ContentPart, type MessageObject, seconds } from "./wire.ts";

const MAX_CHARS = 256_000;
const NO_ADDRESSES =
  "Pictures by address are not served here: nothing is fetched from the network. Upload the file and send a part of type 'image_file'.";

const partSchema = z
  .unknown()
  .refine((part) => (part as { type?: unknown } | null)?.type !== "image_url", {
    error: NO_ADDRESSES,
    params: { code: "unsupported_content" },
    path: ["type"],
    abort: true,
  })
  .pipe(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string().max(MAX_CHARS) }),
      z.object({
        type: z.literal("image_file"),
        image_file: z.object({
          file_id: z.string(),
          detail: z.enum(["auto", "low", "high"]).default("auto"),
        }),
      }),
    ]),
  );

/** A message as a client sends it; `file_ids` is the first version's form of `attachments`. */
export const newMessageSchema = z.object({
  role: z.enum(["user", "assistant"]),
  content: z.union([z.string().max(MAX_CHARS), z.array(partSchema).min(1)]),
  attachments: z.array(z.object({ file_id: z.string(), tools: attachmentToolsSchema })).nullish(),
  file_ids: fileIdsSchema.nullish(),
  metadata: metadataSchema,
});
export type NewMessage = z.infer<typeof newMessageSchema>;

/** Throws the API's 404 when a file of a message is not there. */
export function assertFiles(store: Store, messages: readonly NewMessage[]): void {
  for (const message of messages) {
    for (const id of fileIdsIn(message)) {
      found(store.objects.get("file", id), "file", id);
    }
  }
}

/** Files that come with the message. */
export function fileIdsIn(message: NewMessage): string[] {
  return [...new Set([...attachedIds(message), ...shownIds(message)])];
}

function attachedIds({ attachments, file_ids }: NewMessage): Set<string> {
  return new Set([...(attachments ?? []).map(({ file_id }) => file_id), ...(file_ids ?? [])]);
}

/** Pictures among the words: Python is to have them as well. */
function shownIds({ content }: NewMessage): string[] {
  if (typeof content === "string") return [];
  return content.flatMap((part) => (part.type === "image_file" ? [part.image_file.file_id] : []));
}

/** A message whose files are in the folder, ready to be written. */
export interface Draft {
  /** None: a new one. */
  readonly id?: string | undefined;
  readonly body: NewMessage;
  readonly attached: readonly FileRef[];
  readonly files: readonly FileRef[];
}

export async function draftMessage(mounts: Mounts, body: NewMessage): Promise<Draft> {
  const attached: FileRef[] = [];
  for (const id of attachedIds(body)) attached.push(await mounts.add(id));
  const files = [...attached];
  for (const id of shownIds(body)) {
    const file = await mounts.add(id);
    if (!files.includes(file)) files.push(file);
  }
  return { body, attached, files };
}

/** Adds the message to the thread. */
export function writeMessage(
  { store, log }: { store: Store; log: EventLog },
  threadId: string,
  { id = newId("message"), body, attached, files }: Draft,
): MessageObject {
  const content = contentOf(body);
  const text = textOf(body);
  let object: MessageObject | undefined;
  const message = { id, role: body.role, text, files: [...files], metadata: body.metadata };
  log.append(threadId, { type: "message.added", message }, ({ at }) => {
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
      attachments: attached.map((file) => ({ file_id: file.id, tools: [{ type: "code_interpreter" }] })),
      metadata: body.metadata,
    };
    store.objects.put(object);
  });
  return object!;
}

/** The words of a message, without its pictures. */
export function textOf(body: NewMessage): string {
  return contentOf(body)
    .flatMap((part) => (part.type === "text" ? [part.text.value] : []))
    .join("\n");
}

function contentOf({ content }: NewMessage): ContentPart[] {
  const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
  return parts.map((part) =>
    part.type === "text" ? { type: "text", text: { value: part.text, annotations: [] } } : part,
  );
}
