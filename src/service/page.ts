import { ApiError } from "./errors.ts";
import type { ListQuery } from "./store/objects.ts";

/**
 * A page of a list that is at hand as a whole, `all` being in ascending order. Throws the API's 404 when the list has
 * nothing where the page is to begin.
 */
export function pageOf<T extends { id: string }>(
  all: readonly T[],
  { limit, order, after, before }: ListQuery,
) {
  const sorted = order === "asc" ? all : all.toReversed();
  const start = after === undefined ? 0 : placeOf(sorted, after) + 1;
  const end = before === undefined ? sorted.length : placeOf(sorted, before);
  const rest = sorted.slice(start, end);
  // As in stored lists: with `before` alone, the page ends in front of it.
  const fromEnd = before !== undefined && after === undefined;
  const data = fromEnd ? rest.slice(-limit) : rest.slice(0, limit);
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: rest.length > data.length,
  };
}

function placeOf(list: readonly { id: string }[], id: string): number {
  const place = list.findIndex((one) => one.id === id);
  if (place < 0) throw new ApiError(404, `No item found with id '${id}'.`);
  return place;
}
