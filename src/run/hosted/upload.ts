import type { FileHandle } from "node:fs/promises";
import { APIError, toFile, toStreamingFile, type Uploadable } from "openai";
import { z } from "zod";
import type { Container } from "./container.ts";
import { garbled, lossIn } from "./failure.ts";
import { type LocalFile, localFiles, nameOf, openInside } from "../localFiles.ts";
import type { Provider } from "./provider.ts";
import type { ThreadNote } from "./threadNote.ts";

/** The API's limit of one file. */
const MAX_BYTES = 512 * 1024 * 1024;
const MAX_FILES = 500;
// Small ones go whole, with their length told before: not every gateway takes a body without one.
const WHOLE_BYTES = 32 * 1024 * 1024;

interface Parts {
  readonly provider: Provider;
  readonly note: ThreadNote;
  readonly container: Container;
  readonly dataDir: string;
  /** Second names of files, which are not uploaded. */
  readonly aliases: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

export interface Uploaded {
  readonly names: readonly string[];
  /** Names of those that are too large, or too many, or that the provider does not take. */
  readonly leftOut: readonly string[];
}

const fileSchema = z.object({
  id: z.string().min(1),
  path: z.string().nullish(),
  bytes: z.number().nullish(),
  created_at: z.number().nullish(),
});

/** Another one for another content of the file. */
export function stampOf({
  id,
  bytes,
  created_at: at,
}: Pick<z.infer<typeof fileSchema>, "id" | "bytes" | "created_at">): string {
  return `${id} ${bytes ?? ""} ${at ?? ""}`;
}

/** Brings what the provider does not have yet, or not as it is now, to where code will run. */
export async function uploadFiles(parts: Parts): Promise<Uploaded> {
  const names: string[] = [];
  const leftOut: string[] = [];
  for (const file of await localFiles(parts.dataDir, parts.aliases)) {
    const known = parts.note.fileNamed(file.name);
    if (known?.isThere === true && known.version === file.version) continue;
    if (file.bytes > MAX_BYTES || names.length >= MAX_FILES) leftOut.push(file.name);
    else await upload(parts, file, names, leftOut);
  }
  if (names.length > 0) parts.container.touch();
  return { names, leftOut };
}

async function upload(parts: Parts, file: LocalFile, names: string[], leftOut: string[]): Promise<void> {
  const handle = await openInside(parts.dataDir, file.name);
  // Code may have deleted it meanwhile.
  if (handle === null) return;
  try {
    // Names with folders are not understood by every server.
    const body = await bodyOf(handle, file, file.name.replaceAll("/", "-"));
    await (parts.container.isAuto ? uploadBeside(parts, file, body) : uploadInto(parts, file, body));
    names.push(file.name);
  } catch (error) {
    if (!isRefused(error)) throw error;
    leftOut.push(file.name);
  } finally {
    await handle.close();
  }
}

/** Whether it is this file that the provider does not take. */
function isRefused(error: unknown): boolean {
  const isOfFile = error instanceof APIError && [400, 413, 415, 422].includes(Number(error.status));
  return isOfFile && lossIn(error) === null;
}

async function bodyOf(handle: FileHandle, { bytes }: LocalFile, name: string): Promise<Uploadable> {
  if (bytes > WHOLE_BYTES) return toStreamingFile(handle.createReadStream({ autoClose: false }), name);
  return toFile(await handle.readFile(), name);
}

async function uploadInto(
  { provider, note, container, signal }: Parts,
  file: LocalFile,
  body: Uploadable,
): Promise<void> {
  const { client } = provider;
  const id = container.id ?? "";
  const old = note.fileNamed(file.name);
  if (old?.isThere === true && old.uploadId !== null) {
    // The old content would stay beside the new one, by another name.
    await client.containers.files.delete(old.uploadId, { container_id: id }, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
  const made = uploaded(provider, await client.containers.files.create(id, { file: body }, { signal }));
  note.setFile({
    name: file.name,
    path: nameOf(made.path ?? "") ?? file.name,
    stamp: stampOf(made),
    version: file.version,
    isThere: true,
    uploadId: made.id,
    ref: refOf(note, file),
  });
}

async function uploadBeside(
  { provider, note, signal }: Parts,
  file: LocalFile,
  body: Uploadable,
): Promise<void> {
  const made = uploaded(
    provider,
    await provider.client.files.create({ file: body, purpose: "assistants" }, { signal }),
  );
  note.setFile({
    name: file.name,
    path: `${made.id}-${file.name.replaceAll("/", "-")}`,
    stamp: null,
    version: file.version,
    isThere: true,
    uploadId: made.id,
    ref: refOf(note, file),
  });
}

function uploaded(provider: Provider, answer: unknown): z.infer<typeof fileSchema> {
  const { data, error } = fileSchema.safeParse(answer);
  if (data === undefined) throw garbled(provider, error);
  return data;
}

/** The version that a run made, if it is still that one. */
function refOf(note: ThreadNote, { name, version }: LocalFile) {
  const known = note.fileNamed(name);
  return known?.version === version ? known.ref : null;
}
