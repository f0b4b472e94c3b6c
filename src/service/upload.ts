import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";
import { newId } from "../base/ids.ts";
import { ApiError } from "./errors.ts";
import { safeName } from "./fileName.ts";
import type { Blobs } from "./store/blobs.ts";

/** The API's limit for one file, in bytes. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

interface Upload {
  id: string;
  filename: string;
  bytes: number;
  fields: Map<string, string>;
}

/**
 * Streams the one file of a multipart form to disk, wherever among the fields it stands. An upload that is cut off,
 * too large or has no file leaves nothing behind.
 */
export async function receiveUpload(request: Request, blobs: Blobs): Promise<Upload> {
  const contentType = request.headers.get("content-type") ?? "";
  if (request.body === null || !contentType.startsWith("multipart/form-data")) {
    throw new ApiError(400, "Send the file as multipart/form-data with the parts 'file' and 'purpose'.");
  }
  const form = new Busboy({
    headers: { "content-type": contentType },
    limits: { files: 1, fileSize: MAX_FILE_BYTES },
  });
  const fields = new Map<string, string>();
  const files: { id: string; filename: string; kept: Promise<number>; tooLarge: () => boolean }[] = [];
  form.on("field", (name, value) => fields.set(name, value));
  form.on("file", (_field, stream, filename) => {
    const id = newId("file");
    const kept = blobs.write(id, stream);
    // Seen when awaited below; without this an early end of the form would count as unhandled.
    kept.catch(() => {});
    files.push({ id, filename: safeName(filename), kept, tooLarge: () => stream.truncated });
  });
  try {
    const finished = once(form, "finish");
    await Promise.all([pipeline(Readable.fromWeb(request.body as ReadableStream), form), finished]);
    const file = files[0];
    if (file === undefined) throw new ApiError(400, "Missing required parameter: 'file'.", { param: "file" });
    const bytes = await file.kept;
    if (file.tooLarge()) throw new ApiError(413, "The file is larger than 512 MB, the most this API takes.");
    return { id: file.id, filename: file.filename, bytes, fields };
  } catch (error) {
    for (const { id, kept } of files) {
      await kept.catch(() => {});
      await blobs.remove(id);
    }
    if (error instanceof ApiError || (error instanceof Error && "code" in error)) throw error;
    throw new ApiError(400, "The upload was cut off or is not a valid form. Nothing was kept.");
  }
}
