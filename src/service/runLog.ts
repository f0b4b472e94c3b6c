import type { CallChange, Change } from "../domain/event.ts";
import { namedIn } from "./annotations.ts";
import type { EventLog } from "./eventLog.ts";
import { RunProjection } from "./projection.ts";
import type { ActiveRuns } from "./store/activeRuns.ts";
import type { Store } from "./store/store.ts";
import { refOf } from "./store/threadFiles.ts";
import type { RunObject, RunStatus } from "./wire.ts";

interface Parts {
  store: Store;
  log: EventLog;
  locks: ActiveRuns;
}

const OPEN: ReadonlySet<RunStatus> = new Set(["queued", "in_progress", "requires_action", "cancelling"]);

export function hasEnded({ status }: RunObject): boolean {
  return !OPEN.has(status);
}

/**
 * One run's part of the log, with the rows that follow from it. Several processes may append to it (the one that
 * carries the run out, one that cancels it, one that answers its calls): each first takes in what the others wrote.
 */
export class RunLog {
  readonly projection: RunProjection;
  readonly #parts: Parts;
  #seq = 0;

  constructor(parts: Parts, run: RunObject) {
    this.#parts = parts;
    this.projection = new RunProjection(run);
  }

  get run(): RunObject {
    return this.projection.run;
  }

  /** Place in the thread's log of the last event that is known here. */
  get seq(): number {
    return this.#seq;
  }

  get hasEnded(): boolean {
    return hasEnded(this.run);
  }

  catchUp(): void {
    for (const event of this.#parts.log.ofRun(this.run.id, this.#seq)) {
      this.projection.apply(event);
      this.#seq = event.seq;
    }
  }

  /** Appends what `change` gives, which may refuse by throwing or by null, once everything before is known. */
  append(change: () => Change | CallChange | null): void {
    const { log } = this.#parts;
    log.atOnce(this.run.thread_id, () => {
      this.catchUp();
      const next = change();
      if (next !== null) this.#write(this.#withNames(next));
    });
  }

  /** Ends the run as failed, with everything it had, unless it has ended. */
  fail(message: string): void {
    const { log } = this.#parts;
    const runId = this.run.id;
    log.atOnce(this.run.thread_id, () => {
      this.append(() => this.projection.openStep?.closing?.(runId) ?? null);
      const error = { code: "server_error", message };
      this.append(() => (this.hasEnded ? null : { type: "run.ended", runId, end: "failed", error }));
    });
  }

  #write(change: Change | CallChange): void {
    const { store, log, locks } = this.#parts;
    const { thread_id: threadId } = this.run;
    log.append(threadId, change, (event) => {
      this.#seq = event.seq;
      for (const object of this.projection.apply(event).objects) store.objects.update(object);
      if (change.type === "run.ended") locks.release(threadId);
    });
  }

  /** A text may name files that another run made, or that the person gave. */
  #withNames(change: Change | CallChange): Change | CallChange {
    if (change.type !== "text.done") return change;
    const own = new Set(change.files.map(({ id }) => id));
    const others = this.#parts.store.files.list(this.run.thread_id).filter(({ id }) => !own.has(id));
    const named = namedIn(change.text, others.map(refOf));
    return named.length === 0 ? change : { ...change, named };
  }
}
