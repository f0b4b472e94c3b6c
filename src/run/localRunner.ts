import { InterpreterError, isCancelled, sentenceOf } from "../base/errors.ts";
import type { RunEnd, Usage } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { PythonSessions } from "../python/session.ts";
import { Answer, type WrittenCell } from "./answer.ts";
import { BatchedEmit } from "./batch.ts";
import { runCell } from "./cellRun.ts";
import { instructionsFor } from "./instructions.ts";
import type { RunLimits } from "./limits.ts";
import type { Model, Turn } from "./model.ts";
import type { RunContext, Runner } from "./runner.ts";

interface Parts {
  /** Asked once a run, as the person may choose another one between runs. */
  readonly model: () => Promise<Model>;
  readonly sessions: PythonSessions;
  /** Asked once a run as well. */
  readonly limits: () => RunLimits;
}

/** Runs here: a model writes Python, a session computes, until the model answers in words or a limit ends it. */
export class LocalRunner implements Runner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async run(context: RunContext): Promise<void> {
    await new LocalRun(this.#parts, context).toEnd();
  }
}

class LocalRun {
  readonly #parts: Parts;
  readonly #context: RunContext;
  readonly #limits: RunLimits;
  readonly #batch: BatchedEmit;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #turns: Turn[];
  /** Made in this run and not yet carried by a message. */
  #images: FileRef[] = [];
  readonly #files = new Map<string, FileRef>();
  #cellCount = 0;
  #usage: Usage | null = null;

  constructor(parts: Parts, context: RunContext) {
    this.#parts = parts;
    this.#context = context;
    this.#limits = parts.limits();
    this.#batch = new BatchedEmit((change) => context.emit(change));
    this.#deadline = AbortSignal.timeout(this.#limits.runTimeoutMs);
    this.#signal = AbortSignal.any([context.signal, this.#deadline]);
    this.#turns = [...context.turns];
  }

  async toEnd(): Promise<void> {
    const { runId } = this.#context;
    this.#batch.emit({ type: "run.started", runId });
    let end: RunEnd;
    let error: { code: string; message: string } | undefined;
    try {
      end = await this.#loop();
    } catch (thrown) {
      end = this.#endOf(thrown);
      if (end === "failed") error = { code: codeOf(thrown), message: sentenceOf(thrown) };
    }
    this.#batch.emit({
      type: "run.ended",
      runId,
      end,
      ...(error === undefined ? {} : { error }),
      ...(this.#usage === null ? {} : { usage: this.#usage }),
    });
    this.#batch.flush();
  }

  async #loop(): Promise<RunEnd> {
    const model = await this.#parts.model();
    for (;;) {
      const mayRunCode = this.#cellCount < this.#limits.maxCells;
      const answer = await this.#ask(model, mayRunCode);
      if (answer.cells.length === 0) return this.#finish(answer);
      for (const cell of answer.cells) {
        if (this.#cellCount >= this.#limits.maxCells) {
          this.#leaveOut(cell, `The run had its ${this.#limits.maxCells} cells; this one did not run.`);
          return "incomplete";
        }
        answer.announce(cell);
        this.#cellCount++;
        const report = await runCell(this.#cellParts(), cell);
        this.#images.push(...report.images);
        for (const file of report.files) this.#files.set(file.name, file);
        this.#turns.push({ role: "cell", id: cell.id, failed: report.end !== "ok", outputs: report.outputs });
        this.#signal.throwIfAborted();
      }
    }
  }

  /** One answer of the model, reported as it comes; whatever is open when it breaks off is ended with what it has. */
  async #ask(model: Model, mayRunCode: boolean): Promise<Answer> {
    const { runId, instructions } = this.#context;
    const answer = new Answer(runId, this.#batch.emit, this.#images);
    const request = {
      instructions: instructionsFor(instructions, this.#turns),
      turns: this.#turns,
      mayRunCode,
    };
    try {
      for await (const event of model.respond(request, this.#signal)) {
        answer.take(event);
        this.#signal.throwIfAborted();
      }
    } catch (error) {
      this.#breakOff(answer);
      throw error;
    }
    if (answer.hasMessage) this.#images = [];
    if (answer.usage !== null) this.#usage = sum(this.#usage, answer.usage);
    const cells = answer.cells.map(({ id, code }) => ({ id, code }));
    this.#turns.push({ role: "assistant", text: answer.text, cells });
    return answer;
  }

  #finish(answer: Answer): RunEnd {
    if (!answer.hasMessage) {
      if (this.#images.length === 0 && this.#files.size === 0) {
        throw new InterpreterError("upstream", "empty_answer", "The model gave an empty answer.", {
          action: "Ask again, or choose another model.",
        });
      }
      answer.openMessage();
    }
    answer.closeText([...this.#files.values()]);
    return "completed";
  }

  #breakOff(answer: Answer): void {
    answer.closeText([]);
    const [cell] = answer.cells;
    if (cell !== undefined) {
      this.#leaveOut(cell, "The answer broke off while this code was written; it did not run.");
    }
  }

  /** Ends a cell that is not going to run, if anyone has heard of it. */
  #leaveOut(cell: WrittenCell, reason: string): void {
    if (!cell.announced) return;
    const { runId } = this.#context;
    this.#batch.emit({
      type: "cell.done",
      runId,
      cellId: cell.id,
      end: "stopped",
      durationMs: 0,
      files: [],
      reason,
    });
  }

  #cellParts() {
    return {
      context: this.#context,
      sessions: this.#parts.sessions,
      emit: this.#batch.emit,
      signal: this.#signal,
      timeoutMs: this.#limits.cellTimeoutMs,
    };
  }

  #endOf(thrown: unknown): RunEnd {
    if (this.#context.signal.aborted) return "cancelled";
    if (this.#deadline.aborted) return "expired";
    return isCancelled(thrown) ? "cancelled" : "failed";
  }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof InterpreterError)) return "server_error";
  return thrown.status === 429 ? "rate_limit_exceeded" : thrown.code;
}

function sum(a: Usage | null, b: Usage): Usage {
  return {
    promptTokens: (a?.promptTokens ?? 0) + b.promptTokens,
    completionTokens: (a?.completionTokens ?? 0) + b.completionTokens,
  };
}
