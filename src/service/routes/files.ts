import { Readable } from "node:stream";
import { Hono } from "hono";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { ApiError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { receiveUpload } from "../upload.ts";
import { type FileObject, seconds } from "../wire.ts";
import { found, listOf, listQuery } from "../params.ts";

// This list is the one that may be long, by default too.
const LIST_LIMITS = { usual: 10_000, most: 10_000 };

/** `/files`: bytes in and out, streamed in both directions. */
export function filesRoutes(store: Store, now: () => number): Hono {
  const get = (id: string): FileObject => found(store.objects.get("file", id), "file", id);
  return new Hono()
    .post("/", async (c) => {
      const { id, filename, bytes, fields } = await receiveUpload(c.req.raw, store.blobs);
      const purpose = fields.get("purpose");
      if (purpose === undefined) {
        await store.blobs.remove(id);
        throw new ApiError(400, "Missing required parameter: 'purpose'.", { param: "purpose" });
      }
      const created_at = seconds(now());
      const file: FileObject = {
        id,
        object: "file",
        bytes,
        created_at,
        filename,
        purpose,
        status: "processed",
      };
      store.objects.put(file);
      return c.json(file);
    })
    .get("/", (c) => c.json(listOf(store.objects.list("file", listQuery(c, LIST_LIMITS)))))
    .get("/:id", (c) => c.json(get(c.req.param("id"))))
    .delete("/:id", async (c) => {
      const { id } = get(c.req.param("id"));
      store.objects.remove("file", id);
      await store.blobs.remove(id);
      return c.json({ id, object: "file", deleted: true });
    })
    .get("/:id/content", (c) => {
      const file = get(c.req.param("id"));
      const body = Readable.toWeb(store.blobs.read(file.id)) as unknown as ReadableStream;
      return new Response(body, {
        headers: { "content-type": mimeTypeOf(file.filename), "content-length": String(file.bytes) },
      });
    });
}
