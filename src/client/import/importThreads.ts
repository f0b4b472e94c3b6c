import { openAsBlob } from "node:fs";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { InterpreterClient } from "../interpreterClient.ts";
import { Contents, type ExportedThread, exportedThreads } from "./exportedThreads.ts";
import { readExportFolder } from "./exportFolder.ts";

/** What became of one thread of an export. */
export interface ImportedThread {
  /** The id that it had. */
  readonly originalId: string;
  /** The thread here. */
  readonly threadId: string;
  /** False: it was imported before, and nothing was done now. */
  readonly isNew: boolean;
  readonly messageCount: number;
  readonly fileCount: number;
  /** Ids of files whose content is not in the export. */
  readonly missingFiles: readonly string[];
}

/**
 * Imports the threads in exported files and folders, one after the other, each whole or not at all; `onImported` is called
 * for each. Throws InterpreterError of kind "user" when something is wrong with one, which then is the first that is not
 * imported.
 */
export async function importThreads(
  client: InterpreterClient,
  paths: readonly string[],
  onImported: (imported: ImportedThread) => void = () => {},
): Promise<ImportedThread[]> {
  const folder = await readExportFolder(paths);
  const threads = exportedThreads(folder);
  if (threads.length === 0) {
    throw new InterpreterError(
      "user",
      "nothing_to_import",
      t("There is no exported thread in what was chosen."),
      {
        action: t("Choose JSON as the Assistants API gave it: a thread with its messages, runs and steps."),
      },
    );
  }
  const contents = new Contents(folder);
  const imported: ImportedThread[] = [];
  for (const thread of threads) {
    const one = await importOne(client, thread, contents).catch((error: unknown) => {
      throw withEarlier(error, imported.length);
    });
    imported.push(one);
    onImported(one);
  }
  return imported;
}

/** Those that were imported before one failed are there. */
function withEarlier(error: unknown, count: number): unknown {
  if (count === 0 || !(error instanceof InterpreterError)) return error;
  const { kind, code, message, action, status } = error;
  const earlier = t("Threads that were imported before it: {0}.", count);
  return new InterpreterError(kind, code, message, {
    action: [action, earlier].filter((part) => part !== undefined).join(" "),
    cause: error,
    ...(status === undefined ? {} : { status }),
  });
}

async function importOne(
  client: InterpreterClient,
  { id: originalId, body }: ExportedThread,
  contents: Contents,
): Promise<ImportedThread> {
  // What is wrong shows before anything is sent.
  const checked = await client.importThread({ ...body, check: true });
  const uploads = new Map<string, string>();
  try {
    if (checked.isNew) {
      for (const id of checked.files) {
        const found = contents.find(id);
        if (found !== undefined)
          uploads.set(id, await client.upload(found.name, await openAsBlob(found.path)));
      }
    }
    const done = checked.isNew
      ? await client.importThread({ ...body, contents: Object.fromEntries(uploads) })
      : checked;
    return {
      originalId,
      threadId: done.threadId ?? "",
      isNew: done.isNew,
      messageCount: done.messageCount,
      fileCount: uploads.size,
      missingFiles: done.isNew ? done.missingFiles : [],
    };
  } catch (error) {
    for (const id of uploads.values()) await client.deleteFile(id).catch(() => {});
    throw error;
  }
}
