import type { Clock } from "../../base/clock.ts";
import type { Disposable } from "../../base/disposables.ts";
import { compareFiles, type FileStamps, stampFiles } from "../fileChanges.ts";
import { type HowToRaise, limitBehind, megabytes, type SessionLimits } from "../limits.ts";
import type { CellOutput, CellResult, ExecuteOptions, PythonSession, SessionFile } from "../session.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { type ChildMessage, parseChildMessage } from "./childMessage.ts";
import type { ChildProcess } from "./childProcess.ts";
import { type Crossed, FILES_COUNT, FILES_FACTOR, watch } from "./watchdog.ts";

const INTERRUPT_GRACE_MS = 3000;
// What a line costs besides its characters: millions of empty ones are a flood, too.
const LINE_COST = 256;
// The kernel hardly ever says what is not understood; reading it costs far more than its length says.
const NONSENSE_COST = 64 * 1024;
const GONE = "Variables are gone, files are kept.";

interface Options {
  readonly limits: SessionLimits;
  readonly howToRaise: HowToRaise;
  readonly clock: Clock;
}
type Ending = Pick<CellResult, "end" | "reason">;

/** The cell that runs now. */
interface Cell {
  readonly id: number;
  readonly onOutput: ExecuteOptions["onOutput"];
  readonly settle: (ending: Ending) => void;
}

/** A session in the embedded Python. */
export class PyodideSession implements PythonSession {
  readonly runtime = "Embedded Python 3.14";
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly #options: Options;
  #cell: Cell | null = null;
  #count = 0;
  /** Since the last cell began. */
  #received = 0;
  #watchdog: Disposable | undefined;

  constructor(child: ChildProcess, dataDir: string, options: Options) {
    this.#child = child;
    this.#dataDir = dataDir;
    this.#options = options;
    void child.gone.then(() => this.#watchdog?.dispose());
  }

  get isolation(): readonly string[] {
    return this.#child.layers;
  }

  get alive(): boolean {
    return this.#child.alive;
  }

  async execute(code: string, { signal, timeoutMs, onOutput }: ExecuteOptions): Promise<CellResult> {
    if (this.#cell !== null) throw new Error("A cell is running already.");
    const startedAt = performance.now();
    const before = await stampFiles(this.#dataDir);
    const id = ++this.#count;
    let ending: Ending;
    const settled = new Promise<Ending>((resolve) => {
      this.#cell = { id, onOutput, settle: resolve };
    });
    this.#received = 0;
    const guards: Disposable[] = [];
    try {
      this.#guard(guards, signal, timeoutMs);
      void this.#watch(before, false);
      this.#child.send(JSON.stringify({ id, code }));
      ending = await settled;
    } finally {
      for (const guard of guards) guard.dispose();
      this.#cell = null;
    }
    // The folder is looked at when nothing writes to it any more.
    if (ending.end === "lost") await this.#child.gone;
    const after = await stampFiles(this.#dataDir);
    const files = compareFiles(before, after);
    // What it left running, or said it was not, is watched as well.
    if (this.#cell === null) void this.#watch(after, true);
    return { ...ending, durationMs: Math.round(performance.now() - startedAt), files };
  }

  async interrupt(): Promise<void> {
    if (this.#cell !== null) await this.#child.interrupt();
  }

  async files(): Promise<SessionFile[]> {
    const files = [...(await stampFiles(this.#dataDir))].map(([name, { bytes }]) => ({
      name,
      bytes,
      mime: mimeTypeOf(name),
    }));
    return files.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async dispose(): Promise<void> {
    this.#child.kill();
    await this.#child.gone;
  }

  /**
   * Takes in a line that the child wrote. Nothing is expected between cells; what is not understood is not acted upon,
   * but counts: a flood of it must end as well.
   */
  receive(line: string): void {
    if (!this.#takes(line.length + LINE_COST) || this.#cell === null) return;
    const message = parseChildMessage(line);
    if (message === null) this.#takes(NONSENSE_COST);
    else if (message.type !== "ready") this.#deliver(message, this.#cell);
  }

  /** Counts what has come in; false, and the child's end, when it is too much. */
  #takes(bytes: number): boolean {
    const { outputBytes } = this.#options.limits;
    const wasOver = this.#received > outputBytes;
    this.#received += bytes;
    if (this.#received <= outputBytes) return true;
    if (!wasOver) {
      this.#kill(`The cell produced more than ${megabytes(outputBytes)} of output`, "outputBytes");
    }
    return false;
  }

  /** What can end the running cell from outside; added to `guards`, which are disposed when it has ended. */
  #guard(guards: Disposable[], signal: AbortSignal | undefined, timeoutMs: number | undefined): void {
    const { clock } = this.#options;
    if (timeoutMs !== undefined) {
      const reached = `The cell ran for ${timeoutMs / 1000} s, its time limit`;
      guards.push(clock.after(timeoutMs, () => this.#kill(reached, "timeoutMs")));
    }
    const onAbort = (): void => {
      void this.#child.interrupt();
      const deaf = `Python did not stop within ${INTERRUPT_GRACE_MS / 1000} s`;
      guards.push(clock.after(INTERRUPT_GRACE_MS, () => this.#kill(deaf)));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    guards.push({ dispose: () => signal?.removeEventListener("abort", onAbort) });
    if (signal?.aborted === true) onAbort();
    const cell = this.#cell;
    void this.#child.gone.then(() =>
      cell?.settle({ end: "lost", reason: `Python ended unexpectedly. ${GONE}` }),
    );
  }

  /** Watches the process until the next cell begins, or this one ends. */
  async #watch(before: FileStamps, atRest: boolean): Promise<void> {
    this.#watchdog?.dispose();
    const cell = this.#cell;
    const pid = await this.#child.pid;
    if (this.#cell !== cell || !this.#child.alive) return;
    const { limits, clock } = this.#options;
    this.#watchdog?.dispose();
    this.#watchdog = watch({ pid, dataDir: this.#dataDir, before, limits, clock, atRest }, (crossed) =>
      this.#onOver(crossed),
    );
  }

  #onOver(crossed: Crossed): void {
    const { memoryBytes, fileBytes } = this.#options.limits;
    switch (crossed) {
      case "memoryBytes":
        return this.#kill(`The cell used more than ${megabytes(memoryBytes)} of memory`, crossed);
      case "fileBytes":
        return this.#kill(`The cell wrote a file of more than ${megabytes(fileBytes)}`, crossed);
      case "allFiles": {
        const size = megabytes(FILES_FACTOR * fileBytes);
        return this.#kill(`The cell wrote more than ${size} or ${FILES_COUNT} files in all`, "fileBytes");
      }
      case "restCpu":
        return this.#kill("The cell had ended, but something it left behind went on computing");
    }
  }

  #kill(what: string, limit?: keyof HowToRaise): void {
    this.#child.kill();
    const raise = limit === undefined ? "" : ` To raise the limit, ${this.#options.howToRaise[limit]}.`;
    this.#cell?.settle({ end: "lost", reason: `${what}; Python was ended. ${GONE}${raise}` });
  }

  #deliver(message: Exclude<ChildMessage, { type: "ready" }>, cell: Cell): void {
    switch (message.type) {
      case "stream":
        cell.onOutput({ kind: "stream", name: message.name, text: message.text });
        break;
      case "display":
        cell.onOutput({ kind: "display", data: message.data, alt: message.alt });
        break;
      case "error":
        cell.onOutput(this.#explained(message));
        break;
      case "done":
        if (message.id !== cell.id) break;
        cell.settle(
          message.end === "stopped"
            ? { end: "stopped", reason: "Stopped. Variables and files are kept." }
            : { end: message.end },
        );
        break;
    }
  }

  /** With a last line of ours when a limit stands behind it. */
  #explained({ name, message, traceback }: Extract<ChildMessage, { type: "error" }>): CellOutput {
    const limit = limitBehind({ name, message }, this.#options.limits, this.#options.howToRaise);
    return {
      kind: "error",
      name,
      message,
      traceback: limit === null ? traceback : `${traceback}\n${limit}`,
    };
  }
}
