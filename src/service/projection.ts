import type { Change, LoggedEvent } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { CallStep } from "./callStep.ts";
import { CellStep } from "./cellStep.ts";
import { both, type Effects, nothing, type OpenStep } from "./effects.ts";
import { MessageStep } from "./messageStep.ts";
import { type RunObject, seconds, usageObject } from "./wire.ts";

/**
 * Turns the events of one run into the objects and stream events of the Assistants API. The same events give the
 * same result, so rows (written once) and streams (derived for each reader) cannot disagree.
 */
export class RunProjection {
  #run: RunObject;
  #cell: CellStep | null = null;
  #message: MessageStep | null = null;
  #call: CallStep | null = null;
  #interrupted: string | null = null;
  readonly #made = new Map<string, FileRef>();

  /** `run`: the run as it was created, or any later state of it: what events decide is set back. */
  constructor(run: RunObject) {
    this.#run = {
      ...run,
      status: "queued",
      required_action: null,
      expires_at: run.created_at + 600,
      started_at: null,
      cancelled_at: null,
      failed_at: null,
      completed_at: null,
      last_error: null,
      incomplete_details: null,
      usage: null,
    };
  }

  get run(): RunObject {
    return this.#run;
  }

  /** The step that is open now; the API knows at most one at a time. */
  get openStep(): OpenStep | null {
    return this.#cell ?? this.#message ?? this.#call;
  }

  /** The cell that Python works on. */
  get runningCell(): string | null {
    return this.#cell?.isRunning === true ? this.#cell.id : null;
  }

  /** The cell that a person wanted ended last. */
  get interrupted(): string | null {
    return this.#interrupted;
  }

  /** Calls that the run waits for. */
  get openCalls(): readonly string[] {
    return this.#call?.callIds ?? [];
  }

  apply(event: LoggedEvent): Effects {
    const { change } = event;
    const at = seconds(event.at);
    switch (change.type) {
      case "run.created": {
        const names = ["thread.run.created", "thread.run.queued"];
        return { objects: [this.#run], stream: names.map((name) => ({ event: name, data: this.#run })) };
      }
      case "run.started":
        return this.#goOn({ status: "in_progress", started_at: at });
      case "run.cancelling":
        return this.#update({ status: "cancelling", required_action: null });
      case "run.ended":
        return this.#end(change, at);
      case "text.started": {
        const before = this.#releaseStopped(at);
        this.#message = new MessageStep(this.#run, change, at, () => [...this.#made.values()]);
        return both(before, this.#message.started());
      }
      case "text.delta":
        return this.#message?.append(change.delta) ?? nothing();
      case "text.done": {
        const named = change.named ?? [];
        const effects = this.#message?.complete(change.text, change.files, named, at) ?? nothing();
        this.#message = null;
        return effects;
      }
      case "cell.started": {
        const before = this.#releaseStopped(at);
        this.#cell = new CellStep(this.#run, change, at);
        return both(before, this.#cell.started());
      }
      case "cell.code":
        return this.#cell?.write(change.delta) ?? nothing();
      case "cell.interrupting":
        this.#interrupted = change.cellId;
        return nothing();
      case "cell.running":
        return this.#cell?.run(change.code) ?? nothing();
      case "cell.output":
        return this.#cell?.add(change.output) ?? nothing();
      case "cell.done": {
        for (const file of change.files) this.#made.set(file.name, file);
        const effects = this.#cell?.complete(change.end, change.reason, at) ?? nothing();
        if (this.#cell?.isStopped !== true) this.#cell = null;
        return effects;
      }
      case "calls.requested": {
        const before = this.#releaseStopped(at);
        this.#call = new CallStep(this.#run, change, at);
        const required_action = this.#call.requiredAction;
        const waiting = both(
          this.#call.started(),
          this.#goOn({ status: "requires_action", required_action }),
        );
        return both(before, waiting);
      }
      case "calls.answered": {
        const effects = this.#call?.complete(change, at) ?? nothing();
        this.#call = null;
        const queued = this.#goOn({ status: "queued", required_action: null });
        return both(effects, both(queued, this.#goOn({ status: "in_progress" })));
      }
      case "thread.created":
      case "thread.renamed":
      case "message.added":
      case "question.queued":
      case "question.removed":
      case "session.opened":
      case "run.note":
        return nothing();
    }
  }

  /** A stopped cell whose run went on all the same was cancelled. */
  #releaseStopped(at: number): Effects {
    const effects = this.#cell?.cutOff({ end: "cancelled", message: "", at }) ?? nothing();
    this.#cell = null;
    return effects;
  }

  #end(change: Extract<Change, { type: "run.ended" }>, at: number): Effects {
    const { end } = change;
    const { code, message } = change.error ?? { code: "server_error", message: "The run failed." };
    const cut = this.openStep?.cutOff({ end, message, at }) ?? nothing();
    const error: RunObject["last_error"] = {
      code: code === "rate_limit_exceeded" ? code : "server_error",
      message,
    };
    const reason = change.reason === undefined ? {} : { reason: change.reason };
    const ended = this.#update({
      status: end,
      required_action: null,
      // As recorded: null once completed.
      expires_at: end === "completed" ? null : this.#run.expires_at,
      completed_at: end === "completed" ? at : null,
      cancelled_at: end === "cancelled" ? at : null,
      failed_at: end === "failed" ? at : null,
      last_error: end === "failed" ? error : null,
      incomplete_details: end === "incomplete" ? reason : null,
      usage: change.usage === undefined ? null : usageObject(change.usage),
    });
    return both(cut, ended);
  }

  /** A run that another process cancelled stays so, whatever its own reports before it hears of that. */
  #goOn(fields: Partial<RunObject>): Effects {
    if (this.#run.status !== "cancelling") return this.#update(fields);
    this.#run = { ...this.#run, ...fields, status: "cancelling", required_action: null };
    return { objects: [this.#run], stream: [] };
  }

  #update(fields: Partial<RunObject>): Effects {
    this.#run = { ...this.#run, ...fields };
    return { objects: [this.#run], stream: [{ event: `thread.run.${this.#run.status}`, data: this.#run }] };
  }
}
