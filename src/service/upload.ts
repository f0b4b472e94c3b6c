import { once } from "node:events";
import type { Writable } from "node:stream";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { newId } from "../base/ids.ts";
import { ApiError } from "./errors.ts";
import { safeName } from "../base/fileName.ts";
import type { Blobs } from "./store/blobs.ts";

/** The API's limit for one file, in bytes. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

interface Upload {
  id: string;
  filename: string;
  bytes: number;
  fields: Map<string, string>;
}

/** A file of the form on its way to disk. */
interface FilePart {
  id: string;
  filename: string;
  stream: BusboyFileStream;
  kept: Promise<number>;
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
  const fields = new Map<string, string>();
  const files: FilePart[] = [];
  try {
    const form = new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fileSize: MAX_FILE_BYTES },
    });
    const received = Promise.withResolvers<void>();
    form.on("field", (name, value) => fields.set(name, value));
    // An empty name arrives as undefined, whatever the types say.
    form.on("file", (_field, stream, filename: string | undefined) => {
      const id = newId("file");
      const kept = blobs.write(id, stream);
      kept.catch(received.reject);
      files.push({ id, filename: safeName(unescaped(filename ?? "")), stream, kept });
    });
    form.on("error", received.reject);
    form.on("finish", received.resolve);
    await feed(form, request.body, received.promise);
    const file = files[0];
    if (file === undefined) throw new ApiError(400, "Missing required parameter: 'file'.", { param: "file" });
    const bytes = await file.kept;
    if (file.stream.truncated) {
      throw new ApiError(413, "The file is larger than 512 MB, the most this API takes.");
    }
    return { id: file.id, filename: file.filename, bytes, fields };
  } catch (error) {
    for (const { id, stream, kept } of files) {
      // Ends the writing, which would wait for the rest of the file.
      stream.destroy();
      await kept.catch(() => {});
      await blobs.remove(id);
    }
    // The disk's errors have a code by name; of what the client's body throws, only that it ended is known.
    const isOurs = error instanceof Error && "code" in error && typeof error.code === "string";
    if (error instanceof ApiError || isOurs) throw error;
    throw new ApiError(400, "The upload was cut off or is not a valid form. Nothing was kept.");
  }
}

/** As browsers and SDKs write a name into a form: what would end it early is escaped, and nothing else is. */
function unescaped(name: string): string {
  return name.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}

/**
 * Gives the body to the form and resolves when `received` does, or throws what went wrong. The body is read to its end
 * in any case: Node's own form bodies throw where nobody can catch it when they are cancelled half-way.
 */
async function feed(form: Writable, body: AsyncIterable<Uint8Array>, received: Promise<void>): Promise<void> {
  let isBroken = false;
  received.catch(() => (isBroken = true));
  for await (const chunk of body) {
    if (isBroken || form.write(chunk)) continue;
    await Promise.race([once(form, "drain"), received]).catch(() => {});
  }
  if (!isBroken) form.end();
  await received;
}
