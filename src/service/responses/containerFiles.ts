import { realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FileRole } from "../../domain/file.ts";
import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import { Mounts } from "../mounts.ts";
import type { RunParts } from "../startRun.ts";
import { transact } from "../store/database.ts";
import type { Store } from "../store/store.ts";
import { type FileObject, seconds } from "../wire.ts";
import { containerFileId } from "./citations.ts";
import { untilFree } from "./untilFree.ts";
import type { ContainerRow } from "./wire.ts";

const MOUNT = "/mnt/data/";

/** One version of a file of a container. */
export interface ContainerFile {
  /** In the store. */
  readonly id: string;
  /** Path below /mnt/data. */
  readonly name: string;
  readonly bytes: number;
  readonly role: FileRole;
  /** Epoch seconds. */
  readonly at: number;
}

/** The files as they are now, in the order in which they appeared. */
export function filesIn(store: Store, { thread_id }: ContainerRow): ContainerFile[] {
  return store.files
    .list(thread_id)
    .map(({ id, name, bytes, role, at }) => ({ id, name, bytes, role, at: seconds(at) }));
}

/** A file, by the container's id of it; also a version that code has overwritten since. Throws the API's 404. */
export function fileIn(store: Store, container: ContainerRow, id: string): ContainerFile {
  const { thread_id: threadId } = container;
  const isIt = (file: { id: string }): boolean => containerFileId(threadId, file.id) === id;
  const file =
    filesIn(store, container).find(isIt) ??
    store.files
      .list(threadId)
      .flatMap(({ original, at }) =>
        original !== undefined && isIt(original)
          ? [{ ...original, role: "input" as const, at: seconds(at) }]
          : [],
      )[0] ??
    store.objects.allOf("file", threadId).filter(isIt).map(versionOf)[0];
  if (file !== undefined) return file;
  throw new ApiError(404, `Container file with id '${id}' not found.`);
}

function versionOf({ id, filename, bytes, created_at: at }: FileObject): ContainerFile {
  const isMade = filename.startsWith(MOUNT);
  const name = isMade ? filename.slice(MOUNT.length) : filename;
  return { id, name, bytes, role: isMade ? "output" : "input", at };
}

/** As it goes over the wire. */
export function containerFileObject({ id: container_id, thread_id }: ContainerRow, file: ContainerFile) {
  return {
    id: containerFileId(thread_id, file.id),
    object: "container.file",
    container_id,
    created_at: file.at,
    bytes: file.bytes,
    path: `${MOUNT}${file.name}`,
    source: file.role === "input" ? "user" : "assistant",
  };
}

/** Copies an uploaded file into the container once no code runs there; throws the API's 404 when there is none. */
export async function addFile(
  parts: RunParts,
  container: ContainerRow,
  fileId: string,
  signal: AbortSignal,
): Promise<ContainerFile> {
  const { store, now } = parts;
  const { thread_id: threadId } = container;
  found(store.objects.get("file", fileId), "file", fileId);
  await untilFree(parts, threadId, signal);
  const mounts = new Mounts(store, threadId);
  try {
    const { id } = await mounts.add(fileId);
    mounts.record(now());
    return filesIn(store, container).find((file) => file.id === id)!;
  } catch (error) {
    await mounts.undo();
    throw error;
  }
}

/** Takes the file out of the container; what was uploaded beside it stays among the uploads. */
export async function removeFile(
  { store }: RunParts,
  { thread_id: threadId }: ContainerRow,
  { id, name }: ContainerFile,
): Promise<void> {
  const isOwn = store.objects.idsOf("file", threadId).includes(id);
  const isNewest = store.files.find(threadId, id) !== undefined;
  transact(store.db, () => {
    store.files.remove(threadId, id);
    if (isOwn) store.objects.remove("file", id);
  });
  if (isOwn) await store.blobs.remove(id);
  if (!isNewest) return;
  const root = await store.dataDir(threadId);
  await removePlain(root, name);
  await removePlain(root, id);
}

/** Code may have put a link in the place of a folder on the way: what it leads to is left alone. */
async function removePlain(root: string, name: string): Promise<void> {
  const folder = await realpath(dirname(join(root, name))).catch(() => null);
  const real = await realpath(root);
  if (folder !== real && folder?.startsWith(join(real, "/")) !== true) return;
  await rm(join(folder, basename(name)), { force: true }).catch(() => {});
}
