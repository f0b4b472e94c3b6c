import { join } from "node:path";

/** The folder in which every thread's /mnt/data lies, below the service's own. */
export function threadsFolder(dataDir: string): string {
  return join(dataDir, "threads");
}
