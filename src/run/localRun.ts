import { InterpreterError, isCancelled } from "../base/errors.ts";
import type { RunEnd, TokenLimit } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { GIVEN_CODE } from "../domain/givenCode.ts";
import type { PythonSessions } from "../python/session.ts";
import { Answer, type WrittenCell } from "./answer.ts";
import { BatchedEmit } from "./batch.ts";
import { runCell } from "./cellRun.ts";
import { answerCalls, hasKnownCall } from "./functionCalls.ts";
import { GivenCode } from "./givenCode.ts";
import { instructionsFor } from "./instructions.ts";
import type { RunLimits } from "./limits.ts";
import type { Model, Turn } from "./model.ts";
import { requestFor } from "./request.ts";
import { runErrorOf } from "./runError.ts";
import type { RunContext } from "./runner.ts";
import { Spending } from "./spending.ts";

export interface LocalParts {
  /** Asked once a run, as the person may choose another one between runs. */
  readonly model: () => Promise<Model>;
  readonly sessions: PythonSessions;
  /** Asked once a run as well. */
  readonly limits: () => RunLimits;
}

/** One run, from its start to its end. */
export class LocalRun {
  readonly #parts: LocalParts;
  readonly #context: RunContext;
  readonly #limits: RunLimits;
  readonly #batch: BatchedEmit;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #turns: Turn[];
  readonly #spending: Spending;
  /** Made in this run and not yet carried by a message. */
  #images: FileRef[] = [];
  readonly #files = new Map<string, FileRef>();
  #cellCount = 0;
  #passed: TokenLimit | null = null;

  constructor(parts: LocalParts, context: RunContext) {
    this.#parts = parts;
    this.#context = context;
    const limits = parts.limits();
    const maxCells = Math.min(limits.maxCells, context.settings?.maxCells ?? Infinity);
    this.#limits = { ...limits, maxCells };
    this.#batch = new BatchedEmit((change) => context.emit(change));
    this.#deadline = AbortSignal.timeout(this.#limits.runTimeoutMs);
    this.#signal = AbortSignal.any([context.signal, this.#deadline]);
    this.#turns = [...context.turns];
    this.#spending = new Spending(context.settings ?? {});
  }

  async toEnd(): Promise<void> {
    const { runId } = this.#context;
    let end: RunEnd;
    let error: { code: string; message: string } | undefined;
    try {
      const model = await this.#begin();
      // Choosing may have taken a person's time: nothing is sent for a run that was stopped meanwhile.
      this.#signal.throwIfAborted();
      end = await this.#loop(model);
    } catch (thrown) {
      end = this.#endOf(thrown);
      if (end === "failed") error = runErrorOf(thrown);
    }
    const { usage } = this.#spending;
    this.#batch.emit({
      type: "run.ended",
      runId,
      end,
      ...(error === undefined ? {} : { error }),
      ...(this.#passed === null ? {} : { reason: this.#passed }),
      ...(usage === null ? {} : { usage }),
    });
    this.#batch.flush();
  }

  /** The model that answers, told to people before it is sent anything. */
  async #begin(): Promise<Model> {
    let model: Model | undefined;
    try {
      return (model = await this.#model());
    } finally {
      const { runId, instructions, settings } = this.#context;
      const to = model?.destination;
      const told = (): string => instructionsFor(instructions, this.#turns, settings?.mayRunCode !== false);
      this.#batch.emit({
        type: "run.started",
        runId,
        maxCells: this.#limits.maxCells,
        ...(model === undefined ? {} : { model: model.name }),
        ...(to === undefined ? {} : { sent: { to, instructions: told() } }),
      });
    }
  }

  async #loop(model: Model): Promise<RunEnd> {
    for (let isFirst = true; ; isFirst = false) {
      const answer = await this.#ask(model, isFirst);
      this.#passed = this.#spending.passed;
      if (this.#passed !== null) return this.#cutShort(answer, "A limit of tokens ended the run");
      if (answer.cells.length === 0 && answer.calls.length === 0) return this.#finish(answer, model);
      const turn = this.#turns.length - 1;
      for (const cell of answer.cells) {
        if (this.#cellCount >= this.#limits.maxCells) {
          return this.#cutShort(answer, `The run had its ${this.#limits.maxCells} cells`, cell);
        }
        await this.#runCell(answer, cell);
      }
      if (answer.calls.length === 0) continue;
      if (!(await this.#call(answer, turn))) return "completed";
      // The client decides how long its own functions are worth the while; nobody does for those it does not have.
      if (!hasKnownCall(this.#context, answer.calls) && this.#cellCount++ >= this.#limits.maxCells) {
        return this.#cutShort(answer, "");
      }
    }
  }

  // Decided here, so that code which a person runs can go to no model, whatever models there are.
  async #model(): Promise<Model> {
    const asked = this.#context.settings?.model?.model;
    return asked === GIVEN_CODE ? new GivenCode() : this.#parts.model();
  }

  /**
   * One answer of the model, reported as it comes. Words that break off are left open: the end of the run, which
   * follows, ends them as incomplete.
   */
  async #ask(model: Model, isFirst: boolean): Promise<Answer> {
    const { runId } = this.#context;
    const answer = new Answer(runId, this.#batch.emit, this.#images);
    const mayRunCode = this.#cellCount < this.#limits.maxCells;
    const left = this.#spending.completionTokensLeft;
    const request = requestFor(this.#context, this.#turns, mayRunCode, isFirst, left);
    try {
      for await (const event of model.respond(request, this.#signal)) {
        answer.take(event);
        this.#signal.throwIfAborted();
      }
    } catch (error) {
      const [cell] = answer.cells;
      if (cell !== undefined) {
        this.#leaveOut(cell, "The answer broke off while this code was written; it did not run.");
      }
      throw error;
    }
    if (answer.hasMessage) this.#images = [];
    const cells = answer.cells.map(({ id, code }) => ({ id, code }));
    this.#spending.add(
      answer.usage,
      () => JSON.stringify(request.turns).length + request.instructions.length,
      () => answer.text.length + JSON.stringify([cells, answer.calls]).length,
    );
    this.#turns.push({ role: "assistant", text: answer.text, cells });
    return answer;
  }

  async #runCell(answer: Answer, cell: WrittenCell): Promise<void> {
    answer.announce(cell);
    this.#cellCount++;
    const report = await runCell(this.#cellParts(), cell);
    this.#images.push(...report.images);
    for (const file of report.files) this.#files.set(file.name, file);
    this.#turns.push({ role: "cell", id: cell.id, failed: report.end !== "ok", outputs: report.outputs });
    this.#signal.throwIfAborted();
  }

  /**
   * Has the functions called that the answer asks for; what they give belongs to the turn at `index`. False: they are
   * answered in a later run.
   */
  async #call(answer: Answer, index: number): Promise<boolean> {
    this.#batch.flush();
    const calls = await answerCalls(this.#context, answer.calls, this.#signal);
    if (calls === null) return false;
    const turn = this.#turns[index];
    if (turn?.role === "assistant") this.#turns[index] = { ...turn, calls };
    return true;
  }

  #finish(answer: Answer, { maySayNothing = false }: Model): RunEnd {
    if (!answer.hasMessage) {
      if (this.#images.length === 0 && this.#files.size === 0) {
        if (maySayNothing) return "completed";
        throw new InterpreterError("upstream", "empty_answer", "The model gave an empty answer.", {
          action: "Ask again, or choose another model.",
        });
      }
      answer.openMessage();
    }
    answer.closeText([...this.#files.values()]);
    return "completed";
  }

  /** Ends the run at a limit; what was made is handed over all the same. */
  #cutShort(answer: Answer, reason: string, cell = answer.cells[0]): RunEnd {
    if (cell !== undefined) this.#leaveOut(cell, `${reason}; this cell did not run.`);
    // Words that are open take the files with them when the run's end ends them.
    if (!answer.isOpen && this.#images.length + this.#files.size > 0) {
      const rest = new Answer(this.#context.runId, this.#batch.emit, this.#images);
      rest.openMessage();
      rest.closeText([...this.#files.values()]);
    }
    return "incomplete";
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
