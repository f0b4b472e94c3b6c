import { cancelled, InterpreterError } from "../../base/errors.ts";
import { compareFiles, type FileStamps, stampFiles } from "../fileChanges.ts";
import type { CellResult, ExecuteOptions, PythonSession } from "../session.ts";
import { type ChildMessage, parseChildMessage } from "./childMessage.ts";
import { type ChildOptions, ChildProcess } from "./childProcess.ts";

const START_TIMEOUT_MS = 60_000;
const INTERRUPT_GRACE_MS = 3000;
// A cell's printed text is cut by the kernel at 1 MB; this is for a child that does not keep to that.
const OUTPUT_LIMIT = 256 * 1024 * 1024;

type Ending = Pick<CellResult, "end" | "reason">;

/** The cell that runs now. */
interface Cell {
  readonly id: number;
  readonly onOutput: ExecuteOptions["onOutput"];
  readonly settle: (ending: Ending) => void;
  received: number;
}

/** A session in the embedded Python: Pyodide in a confined child process. */
export class PyodideSession implements PythonSession {
  readonly runtime = "Embedded Python 3.14";
  readonly isolation = ["own process", "Node permission model", "no Node in reach of Python", "no network"];
  readonly #dataDir: string;
  #child!: ChildProcess;
  #cell: Cell | null = null;
  #count = 0;
  #onReady: (() => void) | null = null;

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /**
   * Starts Python with `dataDir` as /mnt/data. Throws InterpreterError of kind "session" when it does not come up,
   * which includes any failure of its self-test.
   */
  static async start(options: ChildOptions, dataDir: string, signal?: AbortSignal): Promise<PyodideSession> {
    const session = new PyodideSession(dataDir);
    const ready = new Promise<void>((resolve) => (session.#onReady = resolve));
    const child = await ChildProcess.start(options, dataDir, (line) => session.#receive(line));
    session.#child = child;
    const limit = AbortSignal.timeout(START_TIMEOUT_MS);
    const stop = AbortSignal.any([limit, ...(signal === undefined ? [] : [signal])]);
    const onStop = (): void => child.kill();
    stop.addEventListener("abort", onStop);
    if (stop.aborted) onStop();
    await Promise.race([ready, child.gone]);
    stop.removeEventListener("abort", onStop);
    if (child.alive && !stop.aborted) return session;
    await child.gone;
    if (signal?.aborted === true) throw cancelled();
    throw new InterpreterError(
      "session",
      "python_start",
      `Python could not be started: ${reasonOf(child, limit)}`,
      {
        action: "Your files are kept. Try again; if it stays so, reinstall the extension.",
      },
    );
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
    const guards = new AbortController();
    try {
      this.#watch(signal, timeoutMs, guards.signal);
      this.#child.send(JSON.stringify({ id, code }));
      ending = await settled;
    } finally {
      guards.abort();
      this.#cell = null;
    }
    if (ending.end === "lost") await this.#child.gone;
    const files = await this.#changes(before);
    return { ...ending, durationMs: Math.round(performance.now() - startedAt), files };
  }

  async dispose(): Promise<void> {
    this.#child.kill();
    await this.#child.gone;
  }

  /** What can end the running cell from outside; `over` aborts when it has ended. */
  #watch(signal: AbortSignal | undefined, timeoutMs: number | undefined, over: AbortSignal): void {
    const timers: NodeJS.Timeout[] = [];
    const after = (ms: number, work: () => void): void => void timers.push(setTimeout(work, ms));
    if (timeoutMs !== undefined) {
      after(timeoutMs, () =>
        this.#kill(
          `The cell was ended after ${timeoutMs / 1000} s, its time limit. Variables are gone, files are kept.`,
        ),
      );
    }
    const onAbort = (): void => {
      void this.#child.interrupt();
      after(INTERRUPT_GRACE_MS, () =>
        this.#kill("Python did not stop within 3 s and was ended. Variables are gone, files are kept."),
      );
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    over.addEventListener("abort", () => {
      timers.forEach(clearTimeout);
      signal?.removeEventListener("abort", onAbort);
    });
    void this.#child.gone.then(() =>
      this.#settle({
        end: "lost",
        reason: "Python ended unexpectedly, perhaps for want of memory. Variables are gone, files are kept.",
      }),
    );
  }

  #kill(reason: string): void {
    this.#child.kill();
    this.#settle({ end: "lost", reason });
  }

  #settle(ending: Ending): void {
    this.#cell?.settle(ending);
  }

  #receive(line: string): void {
    const message = parseChildMessage(line);
    const cell = this.#cell;
    if (message?.type === "ready") this.#onReady?.();
    // Nothing is expected between cells; what is not understood is not acted upon.
    if (message === null || message.type === "ready" || cell === null) return;
    cell.received += line.length;
    if (cell.received > OUTPUT_LIMIT) {
      this.#kill(
        "The cell produced more than 256 MB of output and was ended. Variables are gone, files are kept.",
      );
      return;
    }
    this.#deliver(message, cell);
  }

  #deliver(message: Exclude<ChildMessage, { type: "ready" }>, cell: Cell): void {
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

  // The folder may be gone or full of what a cell is still writing when its process was just killed.
  async #changes(before: FileStamps) {
    return compareFiles(before, await stampFiles(this.#dataDir));
  }
}

function reasonOf(child: ChildProcess, limit: AbortSignal): string {
  if (limit.aborted) return `it did not answer within ${START_TIMEOUT_MS / 1000} s.`;
  const sandbox = /^Error: (The sandbox is not closed.*)$/m.exec(child.complaint);
  return sandbox?.[1] ?? child.complaint.split("\n").slice(0, 5).join(" ");
}
