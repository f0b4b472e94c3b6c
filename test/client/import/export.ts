import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../../service/lab.ts";
import { temporaryFolder } from "../../service/lab.ts";

/** Writes files below a new folder: objects as JSON, the rest as it is. Resolves to the folder. */
export async function folderOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(join(path, ".."), { recursive: true });
    const isPlain = typeof content === "string" || content instanceof Uint8Array;
    await writeFile(path, isPlain ? content : JSON.stringify(content));
  }
  return folder;
}

/** Exports a thread as anyone would, by the SDK: the lists in the API's own order, and the content of every file. */
export async function exportThread({ openai, threads }: Lab, threadId: string): Promise<string> {
  const runs = await threads.runs.list(threadId);
  const files: Record<string, unknown> = {
    "thread.json": await threads.retrieve(threadId),
    "messages.json": await threads.messages.list(threadId),
    "runs.json": runs,
    "files.json": await openai.files.list(),
  };
  for (const { id } of runs.data) {
    files[`steps/${id}.json`] = await threads.runs.steps.list(id, { thread_id: threadId });
  }
  for await (const { id } of openai.files.list()) {
    files[`content/${id}`] = new Uint8Array(await (await openai.files.content(id)).arrayBuffer());
  }
  return folderOf(files);
}
