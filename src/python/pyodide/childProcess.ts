import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

/** Where the runtime is, and what runs it. */
export interface ChildOptions {
  /** Absolute folder of child.mjs, Pyodide and its packages. */
  readonly runtimeDir: string;
  /** A Node of version 22.15 or later; in VS Code, its own executable. */
  readonly nodePath: string;
}

// A figure of 64 MB is more than a panel can show; a line beyond that is an attack or an accident.
const LINE_LIMIT = 64 * 1024 * 1024;
const STDERR_LIMIT = 8 * 1024;

/** The sandboxed process and its pipes: lines out, lines in, an interrupt, and an end that is certain. */
export class ChildProcess {
  /** Resolves once the process is gone and its folder removed. */
  readonly gone: Promise<void>;
  #alive = true;
  #stderr = "";
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #controlDir: string;

  /** Starts a child whose only folder is `dataDir`; each line it writes goes to `onLine`. */
  static async start(
    { runtimeDir, nodePath }: ChildOptions,
    dataDir: string,
    onLine: (line: string) => void,
  ): Promise<ChildProcess> {
    const controlDir = await mkdtemp(join(tmpdir(), "interpreter-"));
    const control = join(controlDir, "control");
    const canary = join(controlDir, "canary");
    await Promise.all([writeFile(control, ""), writeFile(canary, "")]);
    const flags = [
      "--permission",
      `--allow-fs-read=${runtimeDir}`,
      `--allow-fs-read=${dataDir}`,
      `--allow-fs-write=${dataDir}`,
      `--allow-fs-read=${control}`,
      "--disallow-code-generation-from-strings",
      "--disable-proto=throw",
      "--no-experimental-sqlite",
      "--no-addons",
      "--disable-sigusr1",
      "--no-warnings",
      "--wasm-lazy-validation",
      "--max-old-space-size=256",
      "--wasm-max-mem-pages=16384",
    ];
    const child = spawn(nodePath, [...flags, join(runtimeDir, "child.mjs"), dataDir, control, canary], {
      stdio: ["pipe", "pipe", "pipe"],
      // Only what makes VS Code's own executable be a Node.
      env: { ELECTRON_RUN_AS_NODE: "1" },
      cwd: runtimeDir,
    });
    return new ChildProcess(child, controlDir, onLine);
  }

  private constructor(
    process: ChildProcessWithoutNullStreams,
    controlDir: string,
    onLine: (line: string) => void,
  ) {
    this.#process = process;
    this.#controlDir = controlDir;
    this.gone = this.#end();
    // A write to a process that has just died: its end is told by `gone`.
    process.stdin.on("error", () => {});
    process.stderr.on("data", (bytes: Buffer) => {
      if (this.#stderr.length < STDERR_LIMIT) this.#stderr += bytes.toString();
    });
    this.#readLines(onLine);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The beginning of what the process said on stderr: of use when it did not start. */
  get complaint(): string {
    return this.#stderr.trim();
  }

  send(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** Asks Python for a KeyboardInterrupt; it looks at most every 50 ms. */
  async interrupt(): Promise<void> {
    const now = new Date();
    await utimes(join(this.#controlDir, "control"), now, now).catch(() => {});
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
    await rm(this.#controlDir, { recursive: true, force: true });
  }

  #readLines(onLine: (line: string) => void): void {
    const decoder = new StringDecoder("utf8");
    let pieces: string[] = [];
    let length = 0;
    this.#process.stdout.on("data", (bytes: Buffer) => {
      const lines = decoder.write(bytes).split("\n");
      for (const [index, piece] of lines.entries()) {
        pieces.push(piece);
        length += piece.length;
        if (index === lines.length - 1) break;
        onLine(pieces.join(""));
        pieces = [];
        length = 0;
      }
      if (length > LINE_LIMIT) this.kill();
    });
  }
}
