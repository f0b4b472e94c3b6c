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
