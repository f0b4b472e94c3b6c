import type { Context } from "hono";
import { z } from "zod";
import { ApiError } from "./errors.ts";
import type { Kind, ListQuery } from "./store/objects.ts";
import type { ApiObject } from "./wire.ts";

/** 16 pairs of 64 and 512 characters; null means none. */
export const metadataSchema = z
  .record(z.string().max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, "at most 16 pairs")
  .nullish()
  .transform((pairs) => pairs ?? {});

/** The only tool served. */
export const toolsSchema = z
  .array(z.object({ type: z.literal("code_interpreter") }))
  .max(128)
  .nullish()
  .transform((tools) => tools ?? []);

/** The JSON body; an empty one counts as an empty object: the SDKs send some requests with the JSON type and no body. */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  // The error's text tells what came instead.
  return schema.parse(text === "" ? {} : JSON.parse(text), { reportInput: true });
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
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  };
}

/** A list as it goes over the wire. */
export function listOf(page: { data: ApiObject[]; hasMore: boolean }) {
  return {
    object: "list",
    data: page.data,
    first_id: page.data[0]?.id ?? null,
    last_id: page.data.at(-1)?.id ?? null,
    has_more: page.hasMore,
  };
}

const NOUNS: Record<Kind, string> = {
  assistant: "assistant",
  thread: "thread",
  "thread.message": "message",
  "thread.run": "run",
  "thread.run.step": "run step",
  file: "File object",
};

/** The object, or the API's error. */
export function found<T>(object: T | undefined, kind: Kind, id: string): T {
  if (object !== undefined) return object;
  if (kind === "thread" && !id.startsWith("thread")) {
    throw new ApiError(400, `Invalid 'thread_id': '${id}'. Expected an ID that begins with 'thread'.`);
  }
  if (kind === "file") throw new ApiError(404, `No such File object: ${id}`, { param: "id" });
  throw new ApiError(404, `No ${NOUNS[kind]} found with id '${id}'.`);
}
