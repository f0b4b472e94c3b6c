import { messageOf } from "../base/errors.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { folded, freeName, placesFor } from "./saveNames.ts";

/** What to do with files that are there already. */
export type Wish = "skip" | "overwrite" | "keepBoth";

export interface Job {
  readonly file: ThreadFile;
  /** Path below the chosen folder. */
  readonly place: string;
  readonly replace: boolean;
}

export interface Saved {
  readonly count: number;
  /** A line for each file that could not be saved. */
  readonly failed: readonly string[];
}

/** What is to be saved when everything is: what code made, and what it changed. */
export function madeBy(files: readonly ThreadFile[]): readonly ThreadFile[] {
  return files.filter(({ role, original }) => role === "output" || original !== undefined);
}

/**
 * Which file goes where below a folder. `ask` is called once, with the places that are there already, if there are any;
 * undefined: the person wants nothing to be saved.
 */
export async function planJobs(
  files: readonly ThreadFile[],
  isWindows: boolean,
  exists: (place: string) => Promise<boolean>,
  ask: (present: readonly string[]) => Promise<Wish | undefined>,
): Promise<readonly Job[] | undefined> {
  const places = placesFor(
    files.map(({ name }) => name),
    isWindows,
  );
  const there = await Promise.all(places.map(exists));
  const present = new Set(places.filter((_, index) => there[index]));
  const wish = present.size === 0 ? "skip" : await ask([...present]);
  if (wish === undefined) return undefined;
  const taken = new Set(places.map(folded));
  const jobs: Job[] = [];
  for (const [index, file] of files.entries()) {
    const place = places[index] ?? file.name;
    if (!present.has(place)) jobs.push({ file, place, replace: false });
    else if (wish === "overwrite") jobs.push({ file, place, replace: true });
    else if (wish === "keepBoth") {
      jobs.push({ file, place: await freePlace(place, taken, exists), replace: false });
    }
  }
  return jobs;
}

/** Does the jobs one by one until `signal` aborts; one that fails does not keep the others from being done. */
export async function doJobs(
  jobs: readonly Job[],
  write: (job: Job) => Promise<void>,
  signal: AbortSignal,
): Promise<Saved> {
  const failed: string[] = [];
  let count = 0;
  for (const job of jobs) {
    if (signal.aborted) break;
    try {
      await write(job);
      count++;
    } catch (error) {
      if (!signal.aborted) failed.push(`${job.place}: ${messageOf(error)}`);
    }
  }
  return { count, failed };
}

/** Takes the first numbered place at which there is nothing. */
async function freePlace(
  place: string,
  taken: Set<string>,
  exists: (place: string) => Promise<boolean>,
): Promise<string> {
  for (;;) {
    const free = freeName(place, taken);
    taken.add(folded(free));
    if (!(await exists(free))) return free;
  }
}
