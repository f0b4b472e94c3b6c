import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import type { RunParts } from "../startRun.ts";
import { itemsOfEntry } from "./conversations.ts";
import { untilEnded } from "./reader.ts";
import type { AskedFields, ConversationEntry, Item, ResponseRow } from "./wire.ts";

/** What a response follows: items as they are, and responses, each with its input and what its run made of it. */
export type Past = readonly (Item | ResponseRow)[];

type Followed = Pick<AskedFields, "previous_response_id" | "conversation">;

/**
 * All that was said and done before, oldest first, once it is said and done. Throws the API's errors where there is
 * nothing to follow.
 */
export async function pastOf(parts: RunParts, followed: Followed, signal: AbortSignal): Promise<Past> {
  for (const part of partsOf(parts, followed)) {
    if (isResponse(part)) await untilEnded(parts, part, signal);
  }
  return partsOf(parts, followed);
}

function partsOf(parts: RunParts, { previous_response_id: previous, conversation }: Followed): Past {
  const { objects } = parts.store;
  if (previous !== null) return chainTo(parts, previous);
  if (conversation === null) return [];
  const { id } = found(objects.get("conversation", conversation.id), "conversation", conversation.id);
  return objects.allOf("conversation.entry", id).flatMap((entry) => partsOfEntry(parts, entry));
}

function partsOfEntry(parts: RunParts, entry: ConversationEntry): (Item | ResponseRow)[] {
  const { content, removed } = entry;
  const isWhole = "response_id" in content && removed.length === 0;
  const row = isWhole ? parts.store.objects.get("response", content.response_id) : undefined;
  return row === undefined ? itemsOfEntry(parts, entry) : [row];
}

/** Responses up to this one, from the first one that nothing comes before. */
function chainTo({ store }: RunParts, id: string): ResponseRow[] {
  const last = store.objects.get("response", id);
  if (last === undefined || last.deleted) {
    throw new ApiError(400, `Previous response with id '${id}' not found.`, {
      param: "previous_response_id",
      code: "previous_response_not_found",
    });
  }
  const chain: ResponseRow[] = [];
  for (let row: ResponseRow | undefined = last; row !== undefined;) {
    chain.unshift(row);
    const before: string | null = row.asked.previous_response_id;
    row = before === null ? undefined : store.objects.get("response", before);
  }
  return chain;
}

export function isResponse(part: Item | ResponseRow): part is ResponseRow {
  return "object" in part;
}
