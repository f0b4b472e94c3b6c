import { stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { DEFAULT_SESSION_LIMITS, type HowToRaise, type SessionLimits } from "../python/limits.ts";
import { DEFAULT_LIMITS } from "../run/limits.ts";

const MB = 1024 * 1024;

/** What ends code that does not behave; every command that runs code takes these. */
export interface CodeLimits {
  readonly cellTimeoutMs: number;
  readonly session: SessionLimits;
}

/** How each limit is raised on the command line. */
export const HOW_TO_RAISE: HowToRaise = {
  timeoutMs: "give --timeout SECONDS",
  memoryBytes: "give --memory MB",
  outputBytes: "give --output-size MB",
  fileBytes: "give --file-size MB",
};

const OPTIONS = {
  question: { type: "string" },
  default: { type: "string" },
  data: { type: "string", multiple: true },
  out: { type: "string" },
  model: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  token: { type: "string" },
  "data-dir": { type: "string" },
  json: { type: "boolean" },
  timeout: { type: "string" },
  memory: { type: "string" },
  "output-size": { type: "string" },
  "file-size": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** The words of the command line; throws InterpreterError with code "usage" for what is not understood. */
export function parseCommandLine() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    // Node goes on about arguments that begin with a dash.
    const [sentence = ""] = messageOf(cause).split(/\. |\n/);
    throw usage(`${sentence.replace(/\.$/, "")}.`);
  }
}

export type Options = ReturnType<typeof parseCommandLine>["values"];

/** The limits that the options set. */
export function limitsFrom(options: Options): CodeLimits {
  const { memoryBytes, outputBytes, fileBytes } = DEFAULT_SESSION_LIMITS;
  return {
    cellTimeoutMs: scaled(options, "timeout", 1000) ?? DEFAULT_LIMITS.cellTimeoutMs,
    session: {
      memoryBytes: scaled(options, "memory", MB) ?? memoryBytes,
      outputBytes: scaled(options, "output-size", MB) ?? outputBytes,
      fileBytes: scaled(options, "file-size", MB) ?? fileBytes,
    },
  };
}

function scaled(
  options: Options,
  name: "timeout" | "memory" | "output-size" | "file-size",
  unit: number,
): number | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!(value > 0 && Number.isFinite(value)))
    throw usage(`--${name} takes a number above 0, not "${given}".`);
  return value * unit;
}

/** The command line was not understood. */
export function usage(message: string): InterpreterError {
  return new InterpreterError("user", "usage", message, { action: "See: interpreter --help" });
}

/** Throws a sentence for people when there is no file at `path`. */
export async function assertFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() === true) return;
  const what = found === null ? "There is no file" : "Not a file:";
  throw new InterpreterError("user", "no_file", `${what} ${path}.`, {
    action: "Check the path and try again.",
  });
}
