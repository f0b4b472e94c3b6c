import { type ChildProcess as NodeChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { linkData, makeControlDir, removeControlDir, touchControl } from "./controlDir.ts";
import { type ControlDir, planLaunch, type RuntimeOptions } from "./launch.ts";
import { readLines } from "./readLines.ts";

// A figure of 64 MB is more than a panel can show; a line beyond that is an attack or an accident.
const LINE_LIMIT = 64 * 1024 * 1024;
const STDERR_LIMIT = 8 * 1024;
const infoSchema = z.object({ "child-pid": z.number().int() });

/** The sandboxed process and its pipes: lines out, lines in, an interrupt, and an end that is certain. */
export class ChildProcess {
  /** The layers that confine it, for people. */
  readonly layers: readonly string[];
  /** Resolves once the process is gone and its folder removed. */
  readonly gone: Promise<void>;
  #alive = true;
  #stderr = "";
  readonly #process: NodeChildProcess;
  readonly #control: ControlDir;
  readonly #pid: Promise<number | undefined>;

  /** Starts a child that may reach `reach` at most; each line it writes goes to `onLine`. */
  static async start(
    options: RuntimeOptions,
    reach: string,
    onLine: (line: string) => void,
  ): Promise<ChildProcess> {
    await mkdir(reach, { recursive: true });
    const control = await makeControlDir();
    const { command, args, layers, tellsPid } = await planLaunch(options, control, reach);
    const process = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe", tellsPid ? "pipe" : "ignore"],
      // Only what makes VS Code's own executable be a Node.
      env: { ELECTRON_RUN_AS_NODE: "1" },
      cwd: options.runtimeDir,
      // A group of its own: Ctrl+C in a terminal is for us, who then let the cell end in its order.
      detached: true,
    });
    return new ChildProcess(process, control, layers, onLine);
  }

  private constructor(
    process: NodeChildProcess,
    control: ControlDir,
    layers: readonly string[],
    onLine: (line: string) => void,
  ) {
    this.#process = process;
    this.#control = control;
    this.layers = layers;
    this.gone = this.#end();
    this.#pid = pidOf(process);
    // A write to a process that has just died: its end is told by `gone`.
    process.stdin!.on("error", () => {});
    process.stderr!.on("data", (bytes: Buffer) => {
      if (this.#stderr.length < STDERR_LIMIT) this.#stderr += bytes.toString();
    });
    readLines(process.stdout!, LINE_LIMIT, onLine, () => this.kill());
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The beginning of what the process said on stderr: of use when it did not start. */
  get complaint(): string {
    return this.#stderr.trim();
  }

  /** The process id of the Python process itself; undefined when it did not come to life. */
  get pid(): Promise<number | undefined> {
    return this.#pid;
  }

  /** Makes `dataDir` the child's /mnt/data; once only. */
  async attach(dataDir: string): Promise<void> {
    await linkData(this.#control, dataDir);
  }

  send(line: string): void {
    (this.#process.stdin as Writable).write(`${line}\n`);
  }

  async interrupt(): Promise<void> {
    await touchControl(this.#control);
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  async #end(): Promise<void> {
    await Promise.race([once(this.#process, "close"), once(this.#process, "error")]).catch(
      (error: unknown) => {
        this.#stderr += String(error);
      },
    );
    this.#alive = false;
    await removeControlDir(this.#control);
  }
}

async function pidOf(process: NodeChildProcess): Promise<number | undefined> {
  const info = process.stdio[3] as Readable | null | undefined;
  if (info === null || info === undefined) return process.pid;
  try {
    return infoSchema.parse(JSON.parse(await text(info)))["child-pid"];
  } catch {
    return undefined;
  }
}
