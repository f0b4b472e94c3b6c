import type { Context } from "hono";
import { z } from "zod";
import { ApiError } from "./errors.ts";
import type { ListQuery, Objects } from "./store/objects.ts";
import type { Kind } from "./wire.ts";

const MAX_PAIRS = 16;
// Far above what the API's own limits allow to send, and far below what hurts.
const MAX_JSON_CHARS = 64 * 1024 * 1024;

const pairs = z.record(z.string().max(64), z.string().max(512)).superRefine((given, refusal) => {
  const count = Object.keys(given).length;
  if (count <= MAX_PAIRS) return;
  const message = `Invalid 'metadata': too many properties. Expected an object with at most ${MAX_PAIRS} properties, but got an object with ${count} properties instead.`;
  refusal.addIssue({ code: "custom", message, params: { code: "object_above_max_properties" } });
});

/** 16 pairs of 64 and 512 characters; null means none. */
export const metadataSchema = pairs.nullish().transform((given) => given ?? {});

/** Of an object that is there: where nothing is said, nothing changes. */
export const newMetadataSchema = pairs
  .nullable()
  .transform((given) => given ?? {})
  .optional();

/** The JSON body; an empty one counts as an empty object: the SDKs send some requests with the JSON type and no body. */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await textOf(c.req.raw.body);
  // The error's text tells what came instead.
  return schema.parse(text.trim() === "" ? {} : JSON.parse(text), { reportInput: true });
}

async function textOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_JSON_CHARS) throw new ApiError(413, "The body of the request is too large.");
  }
  return text + decoder.decode();
}

/** The query, checked. */
export function queryOf<T>(c: Context, schema: z.ZodType<T>): T {
  return schema.parse(c.req.query(), { reportInput: true });
}

/** The page that a list request asks for; a page has `usual` objects where it does not say, and at most `most`. */
export function listQuery(c: Context, { usual, most } = { usual: 20, most: 100 }): ListQuery {
  const schema = z.object({
    limit: z.coerce.number().int().min(1).max(most).default(usual),
    order: z.enum(["asc", "desc"]).default("desc"),
    after: z.string().optional(),
    before: z.string().optional(),
  });
  const { limit, order, after, before } = queryOf(c, schema);
  return {
    limit,
    order,
    // Sent empty by clients that have no cursor.
    ...(after ? { after } : {}),
    ...(before ? { before } : {}),
  };
}

/** A page as it goes over the wire. */
export function listOf<K extends Kind>(objects: Objects, kind: K, query: ListQuery) {
  const { data, hasMore } = objects.list(kind, query);
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}
