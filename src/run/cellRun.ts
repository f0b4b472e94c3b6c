import { join } from "node:path";
import { InterpreterError, sentenceOf } from "../base/errors.ts";
import type { CellEnd, RunChange } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Output } from "../domain/output.ts";
import type { CellOutput, CellResult, FileChange, PythonSessions } from "../python/session.ts";
import { pictureName, pictureOf } from "./pictures.ts";
import type { RunContext } from "./runner.ts";

interface Cell {
  readonly id: string;
  readonly code: string;
}

export interface CellReport {
  readonly end: CellEnd;
  /** With lines of our own when the session was a new one, or the cell did not end by itself, so that a model knows. */
  readonly outputs: readonly Output[];
  readonly images: readonly FileRef[];
  readonly files: readonly FileRef[];
}

interface Parts {
  readonly context: RunContext;
  readonly sessions: PythonSessions;
  readonly emit: (change: RunChange) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

type Ending = Omit<Extract<RunChange, { type: "cell.done" }>, "type" | "runId" | "cellId">;

/** Runs one cell in the thread's session and reports everything it produces, in order. */
export async function runCell(parts: Parts, cell: Cell): Promise<CellReport> {
  const { emit, signal } = parts;
  const of = { runId: parts.context.runId, cellId: cell.id };
  const interrupt = new AbortController();
  const listening = parts.context.onInterrupt?.((id) => id === cell.id && interrupt.abort());
  let isEnded = false;
  const done = (ending: Ending): void => {
    isEnded = true;
    emit({ type: "cell.done", ...of, ...ending });
  };
  emit({ type: "cell.running", ...of, code: cell.code });
  try {
    return await execute(parts, cell, interrupt.signal, done);
  } catch (error) {
    const ending: { end: CellEnd; reason: string } = signal.aborted
      ? { end: "stopped", reason: "Stopped. Files are kept." }
      : { end: "lost", reason: sentenceOf(error) };
    if (!isEnded) done({ ...ending, durationMs: 0, files: [] });
    throw error;
  } finally {
    listening?.dispose();
  }
}

async function execute(
  parts: Parts,
  cell: Cell,
  interrupted: AbortSignal,
  done: (ending: Ending) => void,
): Promise<CellReport> {
  const { context, emit, sessions, signal, timeoutMs } = parts;
  const { runId } = context;
  const { session, isNew, ...opened } = await sessions.open(context.threadId, context.dataDir, signal);
  // Cells of an earlier program, too: the session that they ran in ended with it.
  const renewed = isNew && (opened.renewed || context.turns.some(({ role }) => role === "cell"));
  if (isNew) {
    const { runtime, isolation } = session;
    emit({ type: "session.opened", runId, runtime, isolation: [...isolation], renewed });
  }
  const kept = new KeptOutputs(parts, cell.id);
  const result = interrupted.aborted
    ? NOT_BEGUN
    : await session.execute(cell.code, {
        signal: AbortSignal.any([signal, interrupted]),
        timeoutMs,
        onOutput: (output) => kept.add(output),
      });
  const { end, durationMs } = result;
  const isInterrupted = end === "stopped" && interrupted.aborted && !signal.aborted;
  const reason = isInterrupted ? "Interrupted. Variables and files are kept." : result.reason;
  const files: FileRef[] = [];
  try {
    await kept.settled();
    await keepFiles(context, result.files, files);
  } catch (error) {
    // The cell ended as it did, and so did its session; what fails is the run.
    done({ end, durationMs, files, reason: reason ?? sentenceOf(error) });
    throw error;
  }
  done({ end, durationMs, files, ...(reason === undefined ? {} : { reason }) });
  const note = isInterrupted ? INTERRUPTED : reason;
  const outputs = [...noteOf(renewed ? RENEWED : undefined), ...kept.outputs, ...noteOf(note)];
  return { end, outputs, images: kept.images, files };
}

// Python was still starting when the person interrupted the cell.
const NOT_BEGUN: CellResult = { end: "stopped", durationMs: 0, files: [] };

const RENEWED =
  "A new Python session was started for this cell: variables of earlier ones are gone, files are kept.";
const INTERRUPTED = "The person interrupted this cell. Variables and files are kept.";

function noteOf(text: string | undefined): Output[] {
  return text === undefined ? [] : [{ kind: "stream", name: "stderr", text: `${text}\n` }];
}

/** Outputs become log entries one after the other: a picture is on disk before what came after it is reported. */
class KeptOutputs {
  readonly outputs: Output[] = [];
  readonly images: FileRef[] = [];
  readonly #parts: Parts;
  readonly #cellId: string;
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: Parts, cellId: string) {
    this.#parts = parts;
    this.#cellId = cellId;
  }

  add(output: CellOutput): void {
    this.#queue = this.#queue.then(() => this.#keep(output));
    // Seen by settled(); a failure must not count as unhandled before that.
    this.#queue.catch(() => {});
  }

  async settled(): Promise<void> {
    await this.#queue;
  }

  async #keep(output: CellOutput): Promise<void> {
    const { emit, context } = this.#parts;
    const kept = await this.#toOutput(output);
    this.outputs.push(kept);
    emit({ type: "cell.output", runId: context.runId, cellId: this.#cellId, output: kept });
  }

  async #toOutput(output: CellOutput): Promise<Output> {
    if (output.kind !== "display") return output;
    const picture = pictureOf(output);
    if (picture === null) return { kind: "display", data: { ...output.data } };
    const { context } = this.#parts;
    const name = pictureName(picture, context.fileNames());
    const file = await context.keepFile(name, picture.mime, picture.bytes);
    this.images.push(file);
    return { kind: "image", file, alt: picture.alt };
  }
}

/** Adds what the cell wrote to `files`, one by one, so that what was kept is known when the next one fails. */
async function keepFiles(
  context: RunContext,
  changes: readonly FileChange[],
  files: FileRef[],
): Promise<void> {
  for (const { name, change, mime } of changes) {
    if (change === "deleted") continue;
    try {
      files.push(await context.keepFile(name, mime, { path: join(context.dataDir, name) }));
    } catch (error) {
      // What is no plain file, or is gone already, is left out; a full disk is the run's problem.
      const gone = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!gone && !(error instanceof InterpreterError && error.kind === "policy")) throw error;
    }
  }
}
