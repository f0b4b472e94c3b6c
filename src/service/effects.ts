import type { Change } from "../domain/event.ts";
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

/** A step that has begun and not ended; ends with its run at the latest. */
export interface OpenStep {
  /** The change that ends the step when its run was cut off, with everything it had. */
  closing(runId: string, reason: string): Change;
}

export function nothing(): Effects {
  return { objects: [], stream: [] };
}
