import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Makes `snapshot.heap` and `snapshot.json` in `folder`, which holds the image and the adapted runtime: the memory of
 * an embedded Python that has imported the packages which nearly every cell uses.
 */
export async function makeSnapshot(folder: string): Promise<void> {
  const script = join(import.meta.dirname, "record.ts");
  await run(process.execPath, ["--no-warnings", script, resolve(folder), join(resolve(folder), "snapshot")]);
}
