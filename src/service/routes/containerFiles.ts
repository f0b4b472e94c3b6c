import { Hono } from "hono";
import { z } from "zod";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { pageOf } from "../page.ts";
import { jsonBody, listQuery } from "../params.ts";
import { addFile, containerFileObject, fileIn, filesIn, removeFile } from "../responses/containerFiles.ts";
import { useContainer } from "../responses/containers.ts";
import type { ContainerRow } from "../responses/wire.ts";
import type { RunParts } from "../startRun.ts";
import { receiveUpload } from "../upload.ts";
import { seconds } from "../wire.ts";

const fromUploadSchema = z.object({ file_id: z.string() });

/** `/containers/{container}/files`: what is below its /mnt/data, and pictures that were shown. */
export function containerFilesRoutes(parts: RunParts): Hono {
  const { store } = parts;
  const use = (id: string): ContainerRow => useContainer(parts, id);
  return new Hono()
    .basePath("/:container/files")
    .post("/", async (c) => {
      const container = use(c.req.param("container"));
      const isForm = (c.req.header("content-type") ?? "").startsWith("multipart/form-data");
      const file = isForm
        ? await receive(parts, container, c.req.raw)
        : await addFile(parts, container, (await jsonBody(c, fromUploadSchema)).file_id, c.req.raw.signal);
      return c.json(containerFileObject(container, file));
    })
    .get("/", (c) => {
      const container = use(c.req.param("container"));
      const all = filesIn(store, container).map((file) => containerFileObject(container, file));
      return c.json(pageOf(all, listQuery(c)));
    })
    .get("/:file", (c) => {
      const container = use(c.req.param("container"));
      return c.json(containerFileObject(container, fileIn(store, container, c.req.param("file"))));
    })
    .delete("/:file", async (c) => {
      const container = use(c.req.param("container"));
      const id = c.req.param("file");
      await removeFile(parts, container, fileIn(store, container, id));
      return c.json({ id, object: "container.file.deleted", deleted: true });
    })
    .get("/:file/content", (c) => {
      const { id, name, bytes } = fileIn(store, use(c.req.param("container")), c.req.param("file"));
      return new Response(store.blobs.read(id), {
        headers: { "content-type": mimeTypeOf(name), "content-length": String(bytes) },
      });
    });
}

/** A file of the request's own; it goes with the container. */
async function receive(parts: RunParts, container: ContainerRow, request: Request) {
  const { store, now } = parts;
  const { id, filename, bytes } = await receiveUpload(request, store.blobs);
  try {
    const created_at = seconds(now());
    store.objects.put(
      { id, object: "file", bytes, created_at, filename, purpose: "user_data", status: "processed" },
      container.thread_id,
    );
    return await addFile(parts, container, id, request.signal);
  } catch (error) {
    store.objects.remove("file", id);
    await store.blobs.remove(id);
    throw error;
  }
}
