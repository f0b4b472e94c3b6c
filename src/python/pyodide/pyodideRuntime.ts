import { cancelled, InterpreterError } from "../../base/errors.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { lazy } from "../../base/lazy.ts";
import type { HowToRaise } from "../limits.ts";
import type { PythonRuntime, StartedPython } from "../session.ts";
import { parseChildMessage } from "./childMessage.ts";
import { ChildProcess } from "./childProcess.ts";
import type { RuntimeOptions } from "./launch.ts";
import { PyodideSession } from "./pyodideSession.ts";
import { type PackedRuntime, runtimeFolder } from "./runtimeFolder.ts";

const START_TIMEOUT_MS = 60_000;

export interface PyodideOptions extends RuntimeOptions {
  /** Set: what of the runtime is missing is unpacked before its first start. */
  readonly packed?: PackedRuntime;
  readonly howToRaise: HowToRaise;
  readonly clock?: Clock;
}

/** The embedded Python: Pyodide in confined child processes. */
export class PyodideRuntime implements PythonRuntime {
  readonly #options: PyodideOptions;
  readonly #runtimeDir: () => Promise<string>;

  constructor(options: PyodideOptions) {
    this.#options = options;
    // When that fails it is looked at again next time: it may have been mended.
    this.#runtimeDir = lazy(() => runtimeFolder(options.runtimeDir, options.packed));
  }

  async start(reach: string, signal?: AbortSignal, onLaunched?: () => void): Promise<StartedPython> {
    const runtimeDir = await unlessAborted(this.#runtimeDir(), signal);
    const limits = this.#options.limits();
    const lines = new Lines();
    const child = await ChildProcess.start({ ...this.#options, runtimeDir }, reach, lines.receive);
    onLaunched?.();
    await becomeReady(child, lines, signal);
    const { clock = systemClock, howToRaise } = this.#options;
    return {
      get alive() {
        return child.alive;
      },
      attach: async (dataDir) => {
        await child.attach(dataDir);
        const session = new PyodideSession(child, dataDir, { limits, howToRaise, clock });
        lines.onLine = (line) => session.receive(line);
        return session;
      },
      dispose: async () => {
        child.kill();
        await child.gone;
      },
    };
  }
}

/** What the child writes, for whoever listens now. */
class Lines {
  onLine: (line: string) => void = () => {};
  readonly receive = (line: string): void => this.onLine(line);
}

/** Others wait for the same work: who is not interested any more goes, and it goes on. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(cancelled());
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

async function becomeReady(
  child: ChildProcess,
  lines: Lines,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    lines.onLine = (line) => {
      if (parseChildMessage(line)?.type === "ready") resolve();
    };
  });
  const limit = AbortSignal.timeout(START_TIMEOUT_MS);
  const stop = AbortSignal.any([limit, ...(signal === undefined ? [] : [signal])]);
  const onStop = (): void => child.kill();
  stop.addEventListener("abort", onStop);
  if (stop.aborted) onStop();
  await Promise.race([ready, child.gone]);
  stop.removeEventListener("abort", onStop);
  if (child.alive && !stop.aborted) return;
  await child.gone;
  if (signal?.aborted === true) throw cancelled();
  throw new InterpreterError(
    "session",
    "python_start",
    `Python could not be started: ${reasonOf(child, limit)}`,
    { action: "Your files are kept. Try again; if it stays so, reinstall the extension." },
  );
}

function reasonOf(child: ChildProcess, limit: AbortSignal): string {
  if (limit.aborted) return `it did not answer within ${START_TIMEOUT_MS / 1000} s.`;
  const sandbox = /^Error: (The sandbox is not closed.*)$/m.exec(child.complaint);
  return sandbox?.[1] ?? child.complaint.split("\n").slice(0, 5).join(" ");
}
