import { cancelled, InterpreterError } from "../../base/errors.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import type { HowToRaise } from "../limits.ts";
import type { PythonRuntime, StartedPython } from "../session.ts";
import { parseChildMessage } from "./childMessage.ts";
import { ChildProcess } from "./childProcess.ts";
import type { RuntimeOptions } from "./launch.ts";
import { verifyRuntime } from "./manifest.ts";
import { PyodideSession } from "./pyodideSession.ts";

const START_TIMEOUT_MS = 60_000;

interface PyodideOptions extends RuntimeOptions {
  readonly howToRaise: HowToRaise;
  readonly clock?: Clock;
}

/** The embedded Python: Pyodide in confined child processes. */
export class PyodideRuntime implements PythonRuntime {
  readonly #options: PyodideOptions;
  #verified: Promise<void> | undefined;

  constructor(options: PyodideOptions) {
    this.#options = options;
  }

  async start(reach: string, signal?: AbortSignal): Promise<StartedPython> {
    await this.#verify();
    const limits = this.#options.limits();
    const lines = new Lines();
    const child = await ChildProcess.start(this.#options, reach, lines.receive);
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

  async #verify(): Promise<void> {
    this.#verified ??= verifyRuntime(this.#options.runtimeDir);
    try {
      await this.#verified;
    } catch (error) {
      // Looked at again next time: it may have been mended.
      this.#verified = undefined;
      throw error;
    }
  }
}

/** What the child writes, for whoever listens now. */
class Lines {
  onLine: (line: string) => void = () => {};
  readonly receive = (line: string): void => this.onLine(line);
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
