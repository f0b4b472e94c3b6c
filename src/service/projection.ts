import type { Change, ThreadEvent } from "../domain/event.ts";
import { CellStep } from "./cellStep.ts";
import { type Effects, nothing, type OpenStep } from "./effects.ts";
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

  /** `run`: the run as it was created, or any later state of it: what events decide is set back. */
  constructor(run: RunObject) {
    this.#run = {
      ...run,
      status: "queued",
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
    return this.#cell ?? this.#message;
  }

  apply(event: ThreadEvent): Effects {
    const { change, at } = event;
    switch (change.type) {
      case "run.created":
        return {
          objects: [this.#run],
          stream: [
            { event: "thread.run.created", data: this.#run },
            { event: "thread.run.queued", data: this.#run },
          ],
        };
      case "run.started":
        return this.#update({ status: "in_progress", started_at: seconds(at) });
      case "run.cancelling":
        return this.#update({ status: "cancelling" });
      case "run.ended":
        return this.#end(change, seconds(at));
      case "text.started":
        this.#message = new MessageStep(this.#run, change, seconds(at));
        return this.#message.started();
      case "text.delta":
        return this.#message?.append(change.delta) ?? nothing();
      case "text.done": {
        const effects = this.#message?.complete(change.text, change.files, seconds(at)) ?? nothing();
        this.#message = null;
        return effects;
      }
      case "cell.started":
        this.#cell = new CellStep(this.#run, change, seconds(at));
        return this.#cell.started();
      case "cell.code":
        return this.#cell?.write(change.delta) ?? nothing();
      case "cell.running":
        return this.#cell?.run(change.code) ?? nothing();
      case "cell.output":
        return this.#cell?.add(change.output) ?? nothing();
      case "cell.done": {
        const effects = this.#cell?.complete(change.end, change.reason, seconds(at)) ?? nothing();
        this.#cell = null;
        return effects;
      }
      case "thread.created":
      case "message.added":
      case "session.opened":
        return nothing();
    }
  }

  #end(change: Extract<Change, { type: "run.ended" }>, at: number): Effects {
    const { code, message } = change.error ?? { code: "server_error", message: "The run failed." };
    const error: RunObject["last_error"] = {
      code: code === "rate_limit_exceeded" ? code : "server_error",
      message,
    };
    return this.#update({
      status: change.end,
      // As recorded: null once completed.
      expires_at: change.end === "completed" ? null : this.#run.expires_at,
      completed_at: change.end === "completed" ? at : null,
      cancelled_at: change.end === "cancelled" ? at : null,
      failed_at: change.end === "failed" ? at : null,
      last_error: change.end === "failed" ? error : null,
      incomplete_details: change.end === "incomplete" ? {} : null,
      usage: change.usage === undefined ? null : usageObject(change.usage),
    });
  }

  #update(fields: Partial<RunObject>): Effects {
    this.#run = { ...this.#run, ...fields };
    return { objects: [this.#run], stream: [{ event: `thread.run.${this.#run.status}`, data: this.#run }] };
  }
}
