import type { z } from "zod";
import { newId } from "../../base/ids.ts";
import type { RunParts } from "../startRun.ts";
import type { ThreadObject } from "../wire.ts";
import { ImportedFiles, wantedFiles } from "./importedFiles.ts";
import { Replay } from "./replay.ts";
import { type Exported, exportedIn, type importSchema } from "./request.ts";
import { timelineOf, timeOf } from "./timeline.ts";

/** In the metadata of an imported thread: the id that it had. */
const ORIGIN = "imported_from";

/** What became of an import, as it goes over the wire. */
interface Imported {
  /** The thread here; null when it was only checked. */
  readonly id: string | null;
  readonly object: "thread.import";
  /** False: it was imported before, and nothing was done now. */
  readonly is_new: boolean;
  readonly messages: number;
  readonly runs: number;
  /** Ids of files that the thread's objects name. */
  readonly files: readonly string[];
  /** Those of them that were not sent. */
  readonly missing_files: readonly string[];
}

/** Brings an exported thread into the history, whole or not at all; once only. */
export async function importThread(parts: RunParts, body: z.infer<typeof importSchema>): Promise<Imported> {
  const exported = exportedIn(body);
  const wanted = wantedFiles(exported);
  const answer = (id: string | null, is_new: boolean): Imported => ({
    ...{ id, object: "thread.import", is_new },
    messages: exported.messages.length,
    runs: exported.runs.length,
    files: wanted.map((file) => file.id),
    missing_files: wanted.filter((file) => !body.contents.has(file.id)).map((file) => file.id),
  });
  const known = importedBefore(parts, exported);
  if (known !== undefined || body.check) return answer(known ?? null, known === undefined);
  const threadId = newId("thread");
  const files = new ImportedFiles(parts.store, threadId);
  try {
    for (const file of wanted) {
      const uploadId = body.contents.get(file.id);
      if (uploadId !== undefined) await files.add(file, uploadId);
    }
    const other = write(parts, exported, threadId, files);
    if (other !== undefined) {
      await files.undo();
      return answer(other, false);
    }
  } catch (error) {
    await files.undo();
    throw error;
  }
  await files.forgetUploads();
  return answer(threadId, true);
}

/** Writes all of it, or, if somebody was faster, gives the thread that he made of it. */
function write(
  parts: RunParts,
  exported: Exported,
  threadId: string,
  files: ImportedFiles,
): string | undefined {
  const { store, log, now } = parts;
  const { thread, messages, runs } = exported;
  return log.atOnce(threadId, () => {
    const other = importedBefore(parts, exported);
    if (other !== undefined) return other;
    const times = [thread, ...messages, ...runs].map(timeOf).filter((at) => at > 0);
    const created_at = thread.created_at ?? Math.min(...times, Math.floor(now() / 1000));
    const replay = new Replay(store, threadId, files);
    replay.begin(thread.metadata["title"], created_at);
    store.objects.put(threadObject(exported, threadId, created_at, files));
    files.record(created_at * 1000);
    for (const item of timelineOf(exported)) replay.write(item);
    return undefined;
  });
}

function threadObject(
  { thread }: Exported,
  id: string,
  created_at: number,
  files: ImportedFiles,
): ThreadObject {
  const given = [...(thread.tool_resources?.code_interpreter?.file_ids ?? []), ...(thread.file_ids ?? [])];
  const file_ids = given.flatMap((fileId) => files.get(fileId)?.id ?? []);
  return {
    ...{ id, object: "thread", created_at },
    tool_resources: file_ids.length === 0 ? {} : { code_interpreter: { file_ids } },
    metadata: { ...thread.metadata, [ORIGIN]: thread.id },
  };
}

function importedBefore({ store }: RunParts, { thread }: Exported): string | undefined {
  return store.objects.threadWith(ORIGIN, thread.id);
}
