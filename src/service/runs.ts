import { messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Change } from "../domain/event.ts";
import type { Runner } from "../run/runner.ts";
import { ApiError } from "./errors.ts";
import type { EventLog } from "./eventLog.ts";
import { turnsOf } from "./history.ts";
import { keepFile } from "./keepFile.ts";
import { RunProjection } from "./projection.ts";
import { ActiveRuns } from "./store/activeRuns.ts";
import type { Store } from "./store/store.ts";
import type { RunObject } from "./wire.ts";

interface Active {
  readonly projection: RunProjection;
  readonly cancel: AbortController;
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

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#locks = new ActiveRuns(parts.store.db, parts.store.owner);
  }

  /** Throws the API's 400 when a run of the thread has not ended. */
  assertIdle(threadId: string, message: (runId: string) => string): void {
    const runId = this.#locks.ofThread(threadId);
    if (runId !== undefined) throw new ApiError(400, message(runId));
  }

  /** Records the run, which locks its thread, and sets it going. */
  start(run: RunObject, extraInstructions: string): void {
    const { log } = this.#parts;
    const active: Active = {
      projection: new RunProjection(run),
      cancel: new AbortController(),
      done: Promise.resolve(),
    };
    const { assistant_id: assistantId, model, thread_id: threadId, id: runId } = run;
    log.append(threadId, { type: "run.created", runId, assistantId, model }, (event) => {
      const other = this.#locks.take(threadId, runId);
      if (other !== undefined) {
        throw new ApiError(400, `Thread ${threadId} already has an active run ${other}.`);
      }
      for (const object of active.projection.apply(event).objects) this.#parts.store.objects.put(object);
    });
    this.#active.set(runId, active);
    active.done = this.#carryOut(active, run, extraInstructions);
  }

  /** Answers at once with `cancelling`; the run ends soon after. Throws the API's 400 when it has ended. */
  cancel(run: RunObject): RunObject {
    const active = this.#active.get(run.id);
    if (active === undefined || active.projection.run.status === "cancelling") {
      throw new ApiError(400, `Cannot cancel run with status '${run.status}'.`);
    }
    this.#append(active, { type: "run.cancelling", runId: run.id });
    active.cancel.abort();
    return active.projection.run;
  }

  /** Ends the runs that a process left behind when it died, with everything they had produced. */
  recover(): void {
    for (const { runId } of this.#locks.abandoned()) {
      const run = this.#parts.store.objects.get("thread.run", runId);
      if (run === undefined) continue;
      const projection = new RunProjection(run);
      for (const event of this.#parts.log.ofRun(runId)) projection.apply(event);
      const active = { projection, cancel: new AbortController(), done: Promise.resolve() };
      this.#fail(
        active,
        "The program was closed while this run worked. What it had made is kept: ask again to go on.",
      );
    }
  }

  /** Cancels what runs and resolves when all of it has ended. */
  async dispose(): Promise<void> {
    const all = [...this.#active.values()];
    for (const active of all) active.cancel.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  async #carryOut(active: Active, run: RunObject, extraInstructions: string): Promise<void> {
    const { store, log, runner, diagnostics, now } = this.#parts;
    const { thread_id: threadId, id: runId } = run;
    try {
      const dataDir = await store.dataDir(threadId);
      await runner.run({
        runId,
        threadId,
        instructions: [run.instructions, extraInstructions].filter((text) => text !== "").join("\n\n"),
        turns: turnsOf(log.ofThread(threadId)),
        dataDir,
        signal: active.cancel.signal,
        emit: (change) => this.#append(active, change),
        keepFile: (name, mime, source) =>
          keepFile(store, { threadId, dataDir, name, mime, source, at: now() }),
        fileNames: () => store.files.list(threadId).map(({ name }) => name),
      });
      if (this.#active.has(runId)) throw new Error("The runner ended without an end of the run.");
    } catch (error) {
      diagnostics.error("run failed", error, { runId });
      this.#failOnDisk(active, error);
    }
  }

  // When even this cannot be written (a full disk), the next start ends the run, as if the process had died.
  #failOnDisk(active: Active, error: unknown): void {
    const { diagnostics } = this.#parts;
    const { id: runId } = active.projection.run;
    try {
      this.#fail(
        active,
        `The run ended by an error: ${messageOf(error)} What it had made is kept: ask again to go on.`,
      );
    } catch (again) {
      diagnostics.error("run could not be ended", again, { runId });
      this.#active.delete(runId);
    }
  }

  #fail(active: Active, message: string): void {
    const { run } = active.projection;
    const closing = active.projection.openStep?.closing(run.id, message);
    if (closing !== undefined) this.#append(active, closing);
    const error = { code: "server_error", message };
    this.#append(active, { type: "run.ended", runId: run.id, end: "failed", error });
  }

  #append(active: Active, change: Change): void {
    const { store, log } = this.#parts;
    const { thread_id: threadId, id: runId } = active.projection.run;
    log.append(threadId, change, (event) => {
      for (const object of active.projection.apply(event).objects) store.objects.put(object);
      if (change.type === "run.ended") this.#locks.release(threadId);
    });
    if (change.type === "run.ended") this.#active.delete(runId);
  }
}
