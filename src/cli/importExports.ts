import { importThreads, type ImportedThread } from "../client/import/importThreads.ts";
import { type CodeLimits, usage } from "./arguments.ts";
import { openLocal } from "./local.ts";

interface Request {
  readonly paths: readonly string[];
  readonly json: boolean;
  readonly limits: CodeLimits;
}

/** `interpreter import`: exported threads, each told of as soon as it is here. Resolves to the exit code. */
export async function importExports({ paths, json, limits }: Request): Promise<number> {
  if (paths.length === 0) throw usage("Name at least one file or folder to import.");
  const interpreter = await openLocal(limits);
  try {
    await importThreads(interpreter.client, paths, (imported) => {
      process.stdout.write(json ? `${JSON.stringify(imported)}\n` : `${wordsFor(imported)}\n`);
    });
    return 0;
  } finally {
    await interpreter.dispose();
  }
}

function wordsFor({
  originalId,
  threadId,
  isNew,
  messageCount,
  fileCount,
  missingFiles,
}: ImportedThread): string {
  if (!isNew) return `${originalId} was imported before, as ${threadId}`;
  const missing = missingFiles.length === 0 ? "" : `; not in the export: ${missingFiles.join(", ")}`;
  return `${originalId} is now ${threadId} (messages: ${messageCount}, files: ${fileCount}${missing})`;
}
