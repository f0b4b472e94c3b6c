import type { RunEnd } from "../domain/event.ts";
import type { RunObject, StepDetails, StepObject } from "./wire.ts";

/** A run step that just began. `at`: epoch seconds. */
export function newStep(run: RunObject, id: string, at: number, details: StepDetails): StepObject {
  return {
    id,
    object: "thread.run.step",
    created_at: at,
    assistant_id: run.assistant_id,
    thread_id: run.thread_id,
    run_id: run.id,
    type: details.type,
    status: "in_progress",
    step_details: details,
    last_error: null,
    expires_at: run.created_at + 600,
    expired_at: null,
    cancelled_at: null,
    failed_at: null,
    completed_at: null,
    metadata: {},
    usage: null,
  };
}

export type StepEnd = Exclude<StepObject["status"], "in_progress">;

/** The step once it has ended; `message` says why it failed. */
export function endedStep(step: StepObject, status: StepEnd, at: number, message: string): StepObject {
  return {
    ...step,
    status,
    completed_at: status === "completed" ? at : null,
    cancelled_at: status === "cancelled" ? at : null,
    failed_at: status === "failed" ? at : null,
    expired_at: status === "expired" ? at : null,
    last_error: status === "failed" ? { code: "server_error", message } : null,
  };
}

/** How a step ends that was cut off by the end of its run. */
export function cutOffBy(end: RunEnd): StepEnd {
  return end === "failed" || end === "expired" ? end : "cancelled";
}
