import { newHexId } from "../../base/ids.ts";
import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import type { RunParts } from "../startRun.ts";
import { transact } from "../store/database.ts";
import type { Store } from "../store/store.ts";
import { seconds } from "../wire.ts";
import type { GivenItem } from "./inputSchema.ts";
import { Intake } from "./intake.ts";
import { currentResponse, viewOf } from "./reader.ts";
import type { ConversationEntry, ConversationObject, Item } from "./wire.ts";

const WITH_OUTPUTS = ["code_interpreter_call.outputs"];

/** A conversation that begins with the items, or nothing. */
export async function createConversation(
  parts: RunParts,
  metadata: Record<string, string>,
  given: readonly GivenItem[],
): Promise<ConversationObject> {
  const { store, now } = parts;
  const conversation: ConversationObject = {
    id: newHexId("conversation"),
    object: "conversation",
    created_at: seconds(now()),
    metadata,
  };
  await takeIn(parts, given, (items) => {
    store.objects.put(conversation);
    for (const item of items) putEntry(store, conversation.id, { item });
  });
  return conversation;
}

/** Puts the items behind what is there: all, or none. */
export async function addItems(parts: RunParts, id: string, given: readonly GivenItem[]): Promise<Item[]> {
  const { store } = parts;
  return takeIn(parts, given, (items) => {
    found(store.objects.get("conversation", id), "conversation", id);
    for (const item of items) putEntry(store, id, { item });
  });
}

async function takeIn(
  parts: RunParts,
  given: readonly GivenItem[],
  write: (items: readonly Item[]) => void,
): Promise<Item[]> {
  const intake = new Intake(parts);
  try {
    const items = await intake.take([...given]);
    transact(parts.store.db, () => write(items));
    return items;
  } catch (error) {
    await intake.undo();
    throw error;
  }
}

export function putEntry(store: Store, conversationId: string, content: ConversationEntry["content"]): void {
  const entry = {
    id: newHexId("entry"),
    object: "conversation.entry" as const,
    content,
    removed: [],
  };
  store.objects.put(entry, conversationId);
}

/** The items of a conversation in their order; those of a response once it has ended. Throws the API's 404. */
export function itemsOf(parts: RunParts, id: string, include: readonly string[]): Item[] {
  const { objects } = parts.store;
  found(objects.get("conversation", id), "conversation", id);
  return objects.allOf("conversation.entry", id).flatMap((entry) => itemsOfEntry(parts, entry, include));
}

export function itemsOfEntry(
  parts: RunParts,
  { content, removed }: ConversationEntry,
  include: readonly string[] = WITH_OUTPUTS,
): Item[] {
  if ("item" in content) return [content.item];
  const row = parts.store.objects.get("response", content.response_id);
  if (row === undefined) return [];
  const { output, status } = currentResponse(parts, row, viewOf(parts.store, include));
  const hasEnded = status !== "queued" && status !== "in_progress";
  return [...row.input, ...(hasEnded ? output : [])].filter(({ id }) => !removed.includes(id));
}

/** Takes an item out of the conversation, so that nobody is told of it any more. Throws the API's 404. */
export function removeItem(parts: RunParts, conversationId: string, itemId: string): void {
  const { store } = parts;
  transact(store.db, () => {
    const entry = store.objects
      .allOf("conversation.entry", conversationId)
      .find((one) => itemsOfEntry(parts, one).some(({ id }) => id === itemId));
    if (entry === undefined) throw noItem(itemId);
    if ("item" in entry.content) store.objects.remove("conversation.entry", entry.id);
    else store.objects.put({ ...entry, removed: [...entry.removed, itemId] });
  });
}

export function noItem(id: string): ApiError {
  return new ApiError(404, `Item with id '${id}' not found.`);
}
