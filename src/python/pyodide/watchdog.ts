import pidusage from "pidusage";
import type { Clock } from "../../base/clock.ts";
import type { Disposable } from "../../base/disposables.ts";
import { compareFiles, type FileStamps, stampFiles } from "../fileChanges.ts";
import type { SessionLimits } from "../limits.ts";

export type Crossed = "memoryBytes" | "fileBytes" | "allFiles" | "restCpu";

interface Watched {
  readonly pid: number | undefined;
  readonly dataDir: string;
  /** The files as they were before: only what was made or changed since then counts. */
  readonly before: FileStamps;
  readonly limits: SessionLimits;
  readonly clock: Clock;
  /** No cell runs: it is looked at now and then only, and may hardly compute. */
  readonly atRest: boolean;
}

// Elsewhere than on Linux each look is a program that has to be started.
const isLinux = process.platform === "linux";
const LOOK_MS = isLinux ? 100 : 1000;
const REST_LOOK_MS = isLinux ? 1000 : 10_000;
// Walking a folder of many files costs more than a look at the memory.
const LOOKS_A_WALK = 5;

/** Together, the files of a cell may be so many times as large as one may be. */
export const FILES_FACTOR = 4;
/** So many files may a cell make: beyond that, each look at the folder takes seconds. */
export const FILES_COUNT = 20_000;
/** What asyncio may still do when the cell has ended. */
const REST_CPU_MS = 5000;

/** Watches a process from outside until it is disposed, and says which limit it has crossed first. */
export function watch(watched: Watched, onOver: (crossed: Crossed) => void): Disposable {
  let timer: Disposable | undefined;
  let over = false;
  let looks = 0;
  let cpuAtStart: number | undefined;
  const lookMs = watched.atRest ? REST_LOOK_MS : LOOK_MS;
  const cross = async (): Promise<Crossed | null> => {
    const usage = await usageOf(watched.pid);
    if (usage !== null) {
      if (usage.memory > watched.limits.memoryBytes) return "memoryBytes";
      cpuAtStart ??= usage.ctime;
      if (watched.atRest && usage.ctime - cpuAtStart > REST_CPU_MS) return "restCpu";
    }
    return looks++ % LOOKS_A_WALK === 0 ? filesOver(watched) : null;
  };
  const look = async (): Promise<void> => {
    const crossed = await cross();
    if (over) return;
    if (crossed === null) timer = watched.clock.after(lookMs, () => void look());
    else onOver(crossed);
  };
  timer = watched.clock.after(lookMs, () => void look());
  return {
    dispose: () => {
      over = true;
      timer?.dispose();
    },
  };
}

/** Memory in bytes and processor time in milliseconds; null when the process is gone, which is told elsewhere. */
async function usageOf(pid: number | undefined): Promise<{ memory: number; ctime: number } | null> {
  return pid === undefined ? null : pidusage(pid).catch(() => null);
}

async function filesOver({ dataDir, before, limits: { fileBytes } }: Watched): Promise<Crossed | null> {
  const after = await stampFiles(dataDir).catch(() => null);
  if (after === null) return null;
  const made = compareFiles(before, after).filter(({ change }) => change !== "deleted");
  if (made.some(({ bytes }) => bytes > fileBytes)) return "fileBytes";
  const total = made.reduce((sum, { bytes }) => sum + bytes, 0);
  return total > FILES_FACTOR * fileBytes || made.length > FILES_COUNT ? "allFiles" : null;
}
