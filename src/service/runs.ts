import { buffer } from "node:stream/consumers";
import { Emitter } from "../base/emitter.ts";
import { messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { CallChange, Change, FunctionOutput } from "../domain/event.ts";
import type { RunContext, Runner } from "../run/runner.ts";
import { ApiError, BusyError } from "./errors.ts";
import type { EventLog } from "./eventLog.ts";
import { found } from "./found.ts";
import { answersOf, assertAnswers } from "./functionCalls.ts";
import { keepFile } from "./keepFile.ts";
import { hasEnded, RunLog } from "./runLog.ts";
import { ActiveRuns } from "./store/activeRuns.ts";
import type { Store } from "./store/store.ts";
import { refOf } from "./store/threadFiles.ts";
import { type Told, toldOf } from "./told.ts";
import type { RunObject, RunStatus } from "./wire.ts";

const CLOSED = "The program was closed while this run worked. What it had made is kept: ask again to go on.";
const CANCELLABLE: ReadonlySet<RunStatus> = new Set(["queued", "in_progress", "requires_action"]);

/** A run that this process carries out. */
interface Active {
  readonly log: RunLog;
  readonly cancel: AbortController;
  /** Cells that a person wants ended. */
  readonly interrupts: Emitter<string>;
  done: Promise<void>;
}

interface Parts {
  store: Store;
  log: EventLog;
  runner: Runner;
  now: () => number;
  diagnostics: Log;
}

/** Runs from their creation to their end; a thread has at most one, over all processes. */
export class Runs {
  readonly #parts: Parts;
  readonly #locks: ActiveRuns;
  readonly #active = new Map<string, Active>();
  // Where in its thread's log each session of this process was opened.
  readonly #opened = new Map<string, number>();
  /** The thread of each run that this process has carried out to its completion. */
  readonly completed = new Emitter<string>();
  #isClosing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#locks = new ActiveRuns(parts.store.db, parts.store.owner);
    parts.log.onRound(() => this.recover());
  }

  /** Throws the API's 400 when a run of the thread has not ended. */
  assertIdle(threadId: string, message: (runId: string) => string): void {
    const runId = this.#working(threadId);
    if (runId !== undefined) throw new BusyError(400, message(runId));
  }

  isIdle(threadId: string): boolean {
    return this.#working(threadId) === undefined;
  }

  /** The run of the thread that has not ended. */
  #working(threadId: string): string | undefined {
    const runId = this.#locks.ofThread(threadId);
    if (runId === undefined || !this.#locks.isAbandoned(runId)) return runId;
    // Its process died while this one lived.
    this.#close(runId);
    return undefined;
  }

  /** Throws the API's 400 when another run of the thread has not ended. */
  assertNoRun(threadId: string): void {
    this.assertIdle(threadId, (other) => `Thread ${threadId} already has an active run ${other}.`);
  }

  /**
   * Records the run, which locks its thread, and sets it going. `before` writes, in the same transaction, what is to be
   * in the thread before it.
   */
  start(run: RunObject, told: Told, before: () => void = () => {}): void {
    const { store, log } = this.#parts;
    const active: Active = {
      log: this.#logOf(run),
      cancel: new AbortController(),
      interrupts: new Emitter(),
      done: Promise.resolve(),
    };
    const { assistant_id: assistantId, model, thread_id: threadId, id: runId } = run;
    if (this.#isClosing) throw new ApiError(503, "The service is closed.", { code: "service_closed" });
    log.atOnce(threadId, () => {
      // Copying its files took time: the thread may be gone, or have another run.
      found(store.objects.get("thread", threadId), "thread", threadId);
      this.assertNoRun(threadId);
      this.#locks.take(threadId, runId);
      before();
      store.objects.put(run);
      active.log.append(() => ({ type: "run.created", runId, assistantId, model }));
    });
    this.#active.set(runId, active);
    active.done = this.#carryOut(active, run, told);
  }

  /** Answers at once with `cancelling`; the run ends soon after. Throws the API's 400 when it has ended. */
  cancel(run: RunObject): RunObject {
    const active = this.#active.get(run.id);
    const log = active?.log ?? this.#logOf(run);
    log.append(() => {
      const { status } = log.run;
      if (!CANCELLABLE.has(status)) {
        throw new ApiError(400, `Cannot cancel run with status '${status}'.`);
      }
      return { type: "run.cancelling", runId: run.id };
    });
    active?.cancel.abort();
    if (this.#locks.isAbandoned(run.id)) this.#close(run.id);
    return { ...log.run, metadata: run.metadata };
  }

  /**
   * Has the cell ended that runs in the thread, whichever process works on it; gives its id. Throws the API's 400 when
   * none does.
   */
  interrupt(threadId: string): string {
    const runId = this.#working(threadId);
    const run = runId === undefined ? undefined : this.#parts.store.objects.get("thread.run", runId);
    const log = run === undefined ? undefined : (this.#active.get(run.id)?.log ?? this.#logOf(run));
    let cellId: string | null = null;
    log?.append(() => {
      cellId = log.projection.runningCell;
      return cellId === null ? null : { type: "cell.interrupting", runId: log.run.id, cellId };
    });
    if (cellId === null) throw new ApiError(400, `No code of thread ${threadId} is running.`);
    return cellId;
  }

  /** The run as it is now, which is ended if the process that carries it out is dead. */
  current(run: RunObject): RunObject {
    const mayBeDead = !hasEnded(run) && !this.#active.has(run.id) && this.#locks.isAbandoned(run.id);
    if (!mayBeDead) return run;
    this.#close(run.id);
    return this.#parts.store.objects.get("thread.run", run.id) ?? run;
  }

  /** Gives the run what its calls were answered with. Resolves to the place in the log from which it goes on. */
  answer(run: RunObject, outputs: readonly FunctionOutput[]): number {
    const log = this.#active.get(run.id)?.log ?? this.#logOf(run);
    log.append(() => {
      assertAnswers(log.run, log.projection.openCalls, outputs);
      return { type: "calls.answered", runId: run.id, outputs: [...outputs] };
    });
    return log.seq;
  }

  /** Ends the runs that a process left behind when it died, with everything they had produced. */
  recover(): void {
    for (const { runId } of this.#locks.abandoned()) this.#close(runId);
  }

  /** Cancels what runs and resolves when all of it has ended. */
  async dispose(): Promise<void> {
    this.#isClosing = true;
    const all = [...this.#active.values()];
    for (const active of all) active.cancel.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  #logOf(run: RunObject): RunLog {
    return new RunLog({ ...this.#parts, locks: this.#locks }, run);
  }

  async #carryOut(active: Active, run: RunObject, told: Told): Promise<void> {
    const { log, runner, diagnostics } = this.#parts;
    // Another process may have cancelled it, or interrupted its cell.
    const watch = log.onNews(run.thread_id, () => {
      if (active.log.hasEnded) return;
      active.log.catchUp();
      if (active.log.run.status === "cancelling") active.cancel.abort();
      const cellId = active.log.projection.interrupted;
      if (cellId !== null) active.interrupts.emit(cellId);
    });
    try {
      await runner.run(await this.#contextOf(active, run, told));
      if (this.#active.has(run.id)) throw new Error("The runner ended without an end of the run.");
    } catch (error) {
      diagnostics.error("run failed", error, { runId: run.id });
      this.#failOnDisk(active, error);
    } finally {
      watch.dispose();
      if (active.log.run.status === "completed" && !this.#isClosing) this.completed.emit(run.thread_id);
    }
  }

  async #contextOf(active: Active, run: RunObject, told: Told): Promise<RunContext> {
    const { store, log, now } = this.#parts;
    const { thread_id: threadId, id: runId } = run;
    const dataDir = await store.dataDir(threadId);
    await this.#endStaleSession(threadId);
    return {
      runId,
      threadId,
      ...toldOf(this.#parts, run, told),
      dataDir,
      signal: active.cancel.signal,
      emit: (change) => this.#append(active, change),
      keepFile: (name, mime, source) => keepFile(store, { threadId, dataDir, name, mime, source, at: now() }),
      readFile: async ({ id }) => buffer(store.blobs.read(id)),
      files: () => store.files.list(threadId).map(refOf),
      fileNames: () => store.files.list(threadId).map(({ name }) => name),
      recall: (key) => store.notes.get(threadId, key),
      remember: (key, note) => store.notes.put(threadId, key, note),
      callFunctions: async (stepId, calls, signal) => {
        signal.throwIfAborted();
        this.#append(active, { type: "calls.requested", runId, stepId, calls: [...calls] });
        if (told.callsEndRun === true) return null;
        return answersOf(log, run, active.log.seq, signal);
      },
      onInterrupt: active.interrupts.on,
    };
  }

  /** When another process has opened a session of the thread since, its variables are not those of the one here. */
  async #endStaleSession(threadId: string): Promise<void> {
    const { store, runner } = this.#parts;
    const isNewest = store.events.lastSession(threadId) === this.#opened.get(threadId);
    if (!isNewest) await runner.endSession(threadId);
  }

  #append(active: Active, change: Change | CallChange): void {
    const { log } = active;
    log.append(() => change);
    if (change.type === "session.opened") this.#opened.set(log.run.thread_id, log.seq);
    if (log.hasEnded) this.#active.delete(log.run.id);
  }

  // When even this cannot be written (a full disk), the next start ends the run, as if the process had died.
  #failOnDisk(active: Active, error: unknown): void {
    const { id: runId } = active.log.run;
    try {
      const message = `The run ended by an error: ${messageOf(error)} What it had made is kept: ask again to go on.`;
      active.log.fail(message);
    } catch (again) {
      this.#parts.diagnostics.error("run could not be ended", again, { runId });
    } finally {
      this.#active.delete(runId);
    }
  }

  /** Ends a run whose process is dead. */
  #close(runId: string): void {
    const run = this.#parts.store.objects.get("thread.run", runId);
    if (run !== undefined) this.#logOf(run).fail(CLOSED);
  }
}
