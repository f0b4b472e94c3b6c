import { readdir, readFile } from "node:fs/promises";

const PAGE_BYTES = 4096;

/** Resident bytes of the newest Python process that this process started; Linux only. */
export async function memoryOfPython(): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids.sort((a, b) => b - a)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [program = "", ...args] = command.split("\0");
    if (program.endsWith("bwrap") || !args.some((arg) => arg.endsWith("/child.mjs"))) continue;
    const pages = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ")[1];
    return Number(pages) * PAGE_BYTES;
  }
  throw new Error("No Python process was found.");
}

/** How much this process grows at its worst, from now on. */
export class PeakMemory {
  readonly #before = process.memoryUsage.rss();
  #peak = this.#before;
  readonly #timer = setInterval(() => this.#look(), 5);

  /** Bytes. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#peak - this.#before;
  }

  #look(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }
}
