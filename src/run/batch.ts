import type { RunChange } from "../domain/event.ts";

const BATCH_MS = 50;
const BATCH_CHARS = 64 * 1024;

type Emit = (change: RunChange) => void;

/**
 * Joins small pieces of one text (words, code, printed output) for up to 50 ms or 64 K characters, so that a cell
 * that prints a million lines does not cost a million commits. Order is kept: any other change sends the text first.
 */
export class BatchedEmit {
  readonly #emit: Emit;
  #pending: RunChange | null = null;
  #timer: NodeJS.Timeout | undefined;
  #fault: unknown;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Throws what an earlier piece met on its way to the log. */
  readonly emit = (change: RunChange): void => {
    const joined = this.#pending === null ? null : join(this.#pending, change);
    if (joined === null) this.flush();
    if (joined !== null || isText(change)) {
      this.#pending = joined ?? change;
      this.#timer ??= setTimeout(() => this.#flushLater(), BATCH_MS);
      if (lengthOf(this.#pending) >= BATCH_CHARS) this.flush();
    } else {
      this.#emit(change);
    }
  };

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#fault !== undefined) throw this.#fault;
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) this.#emit(pending);
  }

  // Nobody is there to catch what a timer throws: it is kept for the next caller.
  #flushLater(): void {
    try {
      this.flush();
    } catch (error) {
      this.#fault = error;
    }
  }
}

function isText(change: RunChange): boolean {
  return (
    change.type === "text.delta" ||
    change.type === "cell.code" ||
    (change.type === "cell.output" && change.output.kind === "stream")
  );
}

function join(a: RunChange, b: RunChange): RunChange | null {
  if (a.type === "text.delta" && b.type === "text.delta") return { ...a, delta: a.delta + b.delta };
  if (a.type === "cell.code" && b.type === "cell.code") return { ...a, delta: a.delta + b.delta };
  if (a.type !== "cell.output" || b.type !== "cell.output") return null;
  if (a.output.kind !== "stream" || b.output.kind !== "stream" || a.output.name !== b.output.name)
    return null;
  return { ...a, output: { ...a.output, text: a.output.text + b.output.text } };
}

function lengthOf(change: RunChange): number {
  if (change.type === "text.delta" || change.type === "cell.code") return change.delta.length;
  return change.type === "cell.output" && change.output.kind === "stream" ? change.output.text.length : 0;
}
