import type { Clock } from "../../base/clock.ts";
import type { Disposable } from "../../base/disposables.ts";
import { compareFiles, stampFiles } from "../fileChanges.ts";
import { type HowToRaise, megabytes, type SessionLimits } from "../limits.ts";
import type { CellResult, ExecuteOptions, PythonSession, SessionFile } from "../session.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import { type ChildMessage, parseChildMessage } from "./childMessage.ts";
import type { ChildProcess } from "./childProcess.ts";
import { watch } from "./watchdog.ts";

const INTERRUPT_GRACE_MS = 3000;
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
  received: number;
}

/** A session in the embedded Python. */
export class PyodideSession implements PythonSession {
  readonly runtime = "Embedded Python 3.14";
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly #options: Options;
  #cell: Cell | null = null;
  #count = 0;

  constructor(child: ChildProcess, dataDir: string, options: Options) {
    this.#child = child;
    this.#dataDir = dataDir;
    this.#options = options;
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
      this.#cell = { id, onOutput, settle: resolve, received: 0 };
    });
    const guards: Disposable[] = [];
    try {
      this.#guard(guards, signal, timeoutMs);
      this.#child.send(JSON.stringify({ id, code }));
      ending = await settled;
    } finally {
      for (const guard of guards) guard.dispose();
      this.#cell = null;
    }
    // The folder is looked at when nothing writes to it any more.
    if (ending.end === "lost") await this.#child.gone;
    const files = compareFiles(before, await stampFiles(this.#dataDir));
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

  /** Takes in a line that the child wrote. Nothing is expected between cells; what is not understood is not acted upon. */
  receive(line: string): void {
    const message = parseChildMessage(line);
    const cell = this.#cell;
    if (message === null || message.type === "ready" || cell === null) return;
    cell.received += line.length;
    const { outputBytes } = this.#options.limits;
    if (cell.received > outputBytes) {
      this.#kill(`The cell produced more than ${megabytes(outputBytes)} of output`, "outputBytes");
    } else {
      deliver(message, cell);
    }
  }

  /** What can end the running cell from outside; added to `guards`, which are disposed when it has ended. */
  #guard(guards: Disposable[], signal: AbortSignal | undefined, timeoutMs: number | undefined): void {
    const { clock, limits } = this.#options;
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
    void this.#child.pid.then((pid) => {
      if (this.#cell !== cell) return;
      guards.push(watch({ pid, dataDir: this.#dataDir, limits, clock }, (limit) => this.#onOver(limit)));
    });
    void this.#child.gone.then(() =>
      cell?.settle({ end: "lost", reason: `Python ended unexpectedly. ${GONE}` }),
    );
  }

  #onOver(limit: "memoryBytes" | "fileBytes"): void {
    const size = megabytes(this.#options.limits[limit]);
    if (limit === "memoryBytes") this.#kill(`The cell used more than ${size} of memory`, limit);
    else this.#kill(`The cell wrote a file of more than ${size}`, limit);
  }

  #kill(what: string, limit?: keyof HowToRaise): void {
    this.#child.kill();
    const raise = limit === undefined ? "" : ` To raise the limit, ${this.#options.howToRaise[limit]}.`;
    this.#cell?.settle({ end: "lost", reason: `${what}; Python was ended. ${GONE}${raise}` });
  }
}

function deliver(message: Exclude<ChildMessage, { type: "ready" }>, cell: Cell): void {
  switch (message.type) {
    case "stream":
      cell.onOutput({ kind: "stream", name: message.name, text: message.text });
      break;
    case "display":
      cell.onOutput({ kind: "display", data: message.data, alt: message.alt });
      break;
    case "error": {
      const { name, message: text, traceback } = message;
      cell.onOutput({ kind: "error", name, message: text, traceback });
      break;
    }
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
