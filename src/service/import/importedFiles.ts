import { rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../../base/ids.ts";
import type { FileRef } from "../../domain/file.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { safeName } from "../../base/fileName.ts";
import { found } from "../found.ts";
import { Mounts } from "../mounts.ts";
import type { Store } from "../store/store.ts";
import type { FileObject } from "../wire.ts";
import type { ExportedFile } from "./exported.ts";
import type { Exported } from "./request.ts";

interface Wanted {
  readonly id: string;
  readonly isInput: boolean;
  readonly file: ExportedFile | undefined;
}

/** Files that the thread's objects name, in the order in which they came to be. */
export function wantedFiles(exported: Exported): Wanted[] {
  const byId = new Map(exported.files.map((file) => [file.id, file]));
  const given = new Set([
    ...(exported.thread.tool_resources?.code_interpreter?.file_ids ?? []),
    ...(exported.thread.file_ids ?? []),
    ...exported.messages.filter(({ role }) => role === "user").flatMap(filesOfMessage),
  ]);
  const made = new Set([...exported.steps.flatMap(picturesOf), ...exported.messages.flatMap(filesOfMessage)]);
  const wanted = [...new Set([...given, ...made])].map((id) => {
    const file = byId.get(id);
    const isInput = file?.purpose === "assistants_output" ? false : given.has(id);
    return { id, isInput, file };
  });
  return wanted.sort((a, b) => (a.file?.created_at ?? 0) - (b.file?.created_at ?? 0));
}

export function filesOfMessage({ content, attachments, file_ids }: Exported["messages"][number]): string[] {
  const inContent = content.flatMap((part) => {
    if (part.type === "image_file") return [part.image_file.file_id];
    return part.type === "text" ? part.text.annotations.map(({ file_path }) => file_path.file_id) : [];
  });
  return [...attachments.map(({ file_id }) => file_id), ...(file_ids ?? []), ...inContent];
}

function picturesOf({ step_details: details }: Exported["steps"][number]): string[] {
  if (details.type !== "tool_calls") return [];
  return details.tool_calls.flatMap((call) =>
    call.type === "code_interpreter"
      ? call.code_interpreter.outputs.flatMap((output) =>
          output.type === "image" ? [output.image.file_id] : [],
        )
      : [],
  );
}

/**
 * Files on their way into an imported thread: in its folder first, recorded in the transaction that imports it, taken away
 * again if there is none.
 */
export class ImportedFiles {
  readonly #store: Store;
  readonly #threadId: string;
  readonly #mounts: Mounts;
  /** By the id that they had. */
  readonly #refs = new Map<string, FileRef>();
  readonly #made: { object: FileObject; ref: FileRef; at: number; uploadId: string }[] = [];

  constructor(store: Store, threadId: string) {
    this.#store = store;
    this.#threadId = threadId;
    this.#mounts = new Mounts(store, threadId);
  }

  /** The file here; undefined when it was not in the export. */
  get(id: string): FileRef | undefined {
    return this.#refs.get(id);
  }

  get all(): readonly FileRef[] {
    return [...this.#refs.values()];
  }

  /** Whether it was made in the thread, and not given. */
  isMade(file: FileRef): boolean {
    return this.#made.some(({ ref }) => ref === file);
  }

  /** Puts one into the folder, whose bytes were uploaded as `uploadId`. Throws the API's 404 when they were not. */
  async add({ id, isInput, file }: Wanted, uploadId: string): Promise<void> {
    if (isInput) {
      this.#refs.set(id, await this.#mounts.add(uploadId));
      return;
    }
    const upload = found(this.#store.objects.get("file", uploadId), "file", uploadId);
    const name = safeName(file?.filename ?? upload.filename);
    const ref: FileRef = { id: newId("file"), name, bytes: upload.bytes, mime: mimeTypeOf(name) };
    const created_at = file?.created_at ?? upload.created_at;
    const object: FileObject = {
      ...{ id: ref.id, object: "file", bytes: upload.bytes, created_at },
      ...{ filename: `/mnt/data/${name}`, purpose: "assistants_output", status: "processed" },
    };
    this.#made.push({ object, ref, at: created_at * 1000, uploadId });
    await this.#store.blobs.write(ref.id, this.#store.blobs.read(uploadId));
    const path = join(await this.#store.dataDir(this.#threadId), name);
    await rm(path, { force: true });
    await this.#store.blobs.copyTo(ref.id, path);
    this.#refs.set(id, ref);
  }

  /** Records them as the thread's; in a transaction. `at`: epoch milliseconds, of those that were given. */
  record(at: number): void {
    const { files, objects } = this.#store;
    this.#mounts.record(at);
    for (const made of this.#made) {
      objects.put(made.object, this.#threadId);
      files.put(this.#threadId, "output", made.ref, made.at);
      objects.remove("file", made.uploadId);
    }
  }

  /** Once recorded: the uploads of what was made are not needed any more. */
  async forgetUploads(): Promise<void> {
    for (const { uploadId } of this.#made) await this.#store.blobs.remove(uploadId);
  }

  async undo(): Promise<void> {
    for (const { ref } of this.#made) await this.#store.blobs.remove(ref.id);
    await this.#store.removeFolder(this.#threadId);
  }
}
