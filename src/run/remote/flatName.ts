import { safeName } from "../../base/fileName.ts";

/**
 * A name for a file of the other side that leads to no other folder and is none that a system refuses: code of an earlier
 * run may have put links into the thread's folders, so all files go into the topmost.
 */
export function flatName(path: string): string {
  const parts = path.replace(/^(sandbox:)?\/mnt\/data\//, "").split(/[/\\]/);
  return safeName(parts.filter((part) => part !== "" && part !== "." && part !== "..").join("-"));
}
