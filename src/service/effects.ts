import type { Change, RunEnd } from "../domain/event.ts";
import type { ApiObject } from "./wire.ts";

/** One event of the Assistants API's stream. */
export interface StreamEvent {
  event: string;
  data: unknown;
}

/** What follows from one event of the log: rows to write, and events for the API's streams. */
export interface Effects {
  objects: ApiObject[];
  stream: StreamEvent[];
}

/** How a run ended, for what was open then. */
export interface Cut {
  end: RunEnd;
  /** For `failed`. */
  message: string;
  /** Epoch seconds. */
  at: number;
}

/** A step that has begun and not ended; ends with its run at the latest. */
export interface OpenStep {
  /** A change that must come before the run's end, so that people see the step ended too. */
  closing?(runId: string): Change | undefined;
  /** Ends it because its run has ended. */
  cutOff(cut: Cut): Effects;
}

export function nothing(): Effects {
  return { objects: [], stream: [] };
}

export function both(first: Effects, second: Effects): Effects {
  return {
    objects: [...first.objects, ...second.objects],
    stream: [...first.stream, ...second.stream],
  };
}
