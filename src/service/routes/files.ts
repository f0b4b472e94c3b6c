import { Hono } from "hono";
import { z } from "zod";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { found } from "../found.ts";
import { listOf, listQuery, queryOf } from "../params.ts";
import { transact } from "../store/database.ts";
import type { Store } from "../store/store.ts";
import { receiveUpload } from "../upload.ts";
import { uploadFieldsOf } from "../uploadFields.ts";
import { type FileObject, seconds } from "../wire.ts";

// This list is the one that may be long, by default too.
const LIST_LIMITS = { usual: 10_000, most: 10_000 };

const listSchema = z.object({ purpose: z.string().optional() });

/** `/files`: bytes in and out, streamed in both directions. */
export function filesRoutes(store: Store, now: () => number): Hono {
  const get = (id: string): FileObject => found(store.objects.get("file", id), "file", id);
  const remove = async (id: string): Promise<void> => {
    transact(store.db, () => {
      store.objects.remove("file", id);
      store.files.removeFile(id);
    });
    await store.blobs.remove(id);
  };
  return new Hono()
    .use(async (_c, next) => {
      for (const id of store.objects.expiredFiles(seconds(now()))) await remove(id);
      return next();
    })
    .post("/", async (c) => {
      const { id, filename, bytes, fields } = await receiveUpload(c.req.raw, store.blobs);
      try {
        const { purpose, expires_after: expiry } = uploadFieldsOf(fields);
        const created_at = seconds(now());
        const file: FileObject = {
          id,
          object: "file",
          bytes,
          created_at,
          ...(expiry === undefined ? {} : { expires_at: created_at + expiry.seconds }),
          filename,
          purpose,
          status: "processed",
        };
        store.objects.put(file);
        return c.json(file);
      } catch (error) {
        await store.blobs.remove(id);
        throw error;
      }
    })
    .get("/", (c) => {
      const { purpose } = queryOf(c, listSchema);
      const query = { ...listQuery(c, LIST_LIMITS), ...(purpose ? { purpose } : {}) };
      return c.json(listOf(store.objects, "file", query));
    })
    .get("/:id", (c) => c.json(get(c.req.param("id"))))
    .delete("/:id", async (c) => {
      const { id } = get(c.req.param("id"));
      await remove(id);
      return c.json({ id, object: "file", deleted: true });
    })
    .get("/:id/content", (c) => {
      const file = get(c.req.param("id"));
      return new Response(store.blobs.read(file.id), {
        headers: { "content-type": mimeTypeOf(file.filename), "content-length": String(file.bytes) },
      });
    });
}
