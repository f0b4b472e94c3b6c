import type { RunChange } from "../../domain/event.ts";
import type { Turn } from "../model.ts";
import type { RunContext } from "../runner.ts";
import type { Container } from "./container.ts";
import type { Downloads } from "./download.ts";
import type { Made } from "./made.ts";
import type { ThreadNote } from "./threadNote.ts";

/** What the parts of a hosted run work with. */
export interface Desk {
  readonly context: RunContext;
  readonly emit: (change: RunChange) => void;
  readonly note: ThreadNote;
  readonly container: Container;
  readonly downloads: Downloads;
  readonly made: Made;
  /** What this run has done so far, as a model reads it. */
  readonly turns: Turn[];
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Tells people of a container that was not known before. */
  opened(): void;
}

/** Tells people something about the run. */
export function tell({ emit, context }: Pick<Desk, "emit" | "context">, text: string): void {
  emit({ type: "run.note", runId: context.runId, text });
}
