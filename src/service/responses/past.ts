import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import type { Store } from "../store/store.ts";
import type { AskedFields, Item, ResponseRow } from "./wire.ts";

/** What a response follows: items as they are, and responses, each with its input and what its run made of it. */
export type Past = readonly (Item | ResponseRow)[];

/** All that was said and done before, oldest first. Throws the API's errors where there is nothing to follow. */
export function pastOf(
  store: Store,
  {
    previous_response_id: previous,
    conversation,
  }: Pick<AskedFields, "previous_response_id" | "conversation">,
): Past {
  if (previous !== null) return chainTo(store, previous);
  if (conversation === null) return [];
  const { id } = found(store.objects.get("conversation", conversation.id), "conversation", conversation.id);
  return store.objects.allOf("conversation.entry", id).flatMap(({ content }): (Item | ResponseRow)[] => {
    if ("item" in content) return [content.item];
    const row = store.objects.get("response", content.response_id);
    return row === undefined ? [] : [row];
  });
}

/** Responses up to this one, from the first one that nothing comes before. */
function chainTo(store: Store, id: string): ResponseRow[] {
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
