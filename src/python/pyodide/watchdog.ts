import pidusage from "pidusage";
import type { Clock } from "../../base/clock.ts";
import type { Disposable } from "../../base/disposables.ts";
import { stampFiles } from "../fileChanges.ts";
import type { SessionLimits } from "../limits.ts";

type Limit = "memoryBytes" | "fileBytes";

interface Watched {
  readonly pid: number | undefined;
  readonly dataDir: string;
  readonly limits: SessionLimits;
  readonly clock: Clock;
}

// Elsewhere than on Linux each look is a program that has to be started.
const LOOK_MS = process.platform === "linux" ? 100 : 1000;
// Walking a folder of many files costs more than a look at the memory.
const LOOKS_A_WALK = 5;

/** Watches a process from outside until it is disposed, and says which limit it has crossed first. */
export function watch(watched: Watched, onOver: (limit: Limit) => void): Disposable {
  let timer: Disposable | undefined;
  let over = false;
  let looks = 0;
  const look = async (): Promise<void> => {
    const crossed =
      (await memoryLimit(watched)) ?? (looks++ % LOOKS_A_WALK === 0 ? await fileLimit(watched) : null);
    if (over) return;
    if (crossed === null) timer = watched.clock.after(LOOK_MS, () => void look());
    else onOver(crossed);
  };
  timer = watched.clock.after(LOOK_MS, () => void look());
  return {
    dispose: () => {
      over = true;
      timer?.dispose();
    },
  };
}

async function memoryLimit({ pid, limits }: Watched): Promise<Limit | null> {
  if (pid === undefined) return null;
  // A process that is gone has no memory; that it is gone is told elsewhere.
  const { memory } = await pidusage(pid).catch(() => ({ memory: 0 }));
  return memory > limits.memoryBytes ? "memoryBytes" : null;
}

async function fileLimit({ dataDir, limits }: Watched): Promise<Limit | null> {
  const files = await stampFiles(dataDir).catch(() => new Map<string, { bytes: number }>());
  return [...files.values()].some(({ bytes }) => bytes > limits.fileBytes) ? "fileBytes" : null;
}
