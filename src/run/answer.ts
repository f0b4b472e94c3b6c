import { newId } from "../base/ids.ts";
import type { FunctionCall, RunChange, Usage } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { ModelEvent } from "./model.ts";

/** A cell that the model wrote; `announced`: its `cell.started` is in the log. */
export interface WrittenCell {
  readonly id: string;
  code: string;
  announced: boolean;
}

/**
 * Takes in one answer of a model and reports it as it comes. The wire knows one open step at a time: words end where
 * the first cell begins, and later cells wait for their turn.
 */
export class Answer {
  readonly cells: WrittenCell[] = [];
  readonly calls: FunctionCall[] = [];
  text = "";
  usage: Usage | null = null;
  readonly #runId: string;
  readonly #emit: (change: RunChange) => void;
  readonly #images: readonly FileRef[];
  #messageId: string | null = null;
  #closed = false;

  /** `images`: pictures that no message carries yet. */
  constructor(runId: string, emit: (change: RunChange) => void, images: readonly FileRef[]) {
    this.#runId = runId;
    this.#emit = emit;
    this.#images = images;
  }

  /** Whether a message was begun, which then carries the pictures. */
  get hasMessage(): boolean {
    return this.#messageId !== null;
  }

  /** Whether a message was begun and not ended. */
  get isOpen(): boolean {
    return this.#messageId !== null && !this.#closed;
  }

  get #hasActed(): boolean {
    return this.cells.length > 0 || this.calls.length > 0;
  }

  take(event: ModelEvent): void {
    switch (event.type) {
      case "text":
        // Words behind a cell or a call guess a result that nobody has yet.
        if (!this.#hasActed) this.#say(event.delta);
        break;
      case "cell.started":
        if (!this.#hasActed) this.closeText([]);
        this.cells.push({ id: newId("call"), code: "", announced: false });
        if (this.cells.length === 1) this.announce(this.cells[0]!);
        break;
      case "cell.code":
        if (this.cells.length === 1) {
          this.#emit({
            type: "cell.code",
            runId: this.#runId,
            cellId: this.cells[0]!.id,
            delta: event.delta,
          });
        }
        break;
      case "cell.done": {
        const cell = this.cells.at(-1);
        if (cell !== undefined) cell.code = event.code;
        break;
      }
      case "call":
        if (!this.#hasActed) this.closeText([]);
        this.calls.push({ id: newId("call"), name: event.name, arguments: event.arguments });
        break;
      case "usage":
        this.usage = event.usage;
        break;
    }
  }

  announce(cell: WrittenCell): void {
    if (cell.announced) return;
    cell.announced = true;
    this.#emit({ type: "cell.started", runId: this.#runId, cellId: cell.id, stepId: newId("step") });
  }

  #say(delta: string): void {
    const runId = this.#runId;
    if (this.#messageId === null) {
      // Models like to begin with empty pieces; a message of nothing is not begun for them.
      if (delta === "") return;
      this.openMessage();
    }
    this.text += delta;
    this.#emit({ type: "text.delta", runId, messageId: this.#messageId!, delta });
  }

  openMessage(): void {
    this.#messageId = newId("message");
    this.#emit({
      type: "text.started",
      runId: this.#runId,
      messageId: this.#messageId,
      stepId: newId("step"),
      images: [...this.#images],
    });
  }

  /** Ends the message that is open, if one is; it hands over `files`. */
  closeText(files: readonly FileRef[]): void {
    if (this.#messageId === null || this.#closed) return;
    this.#closed = true;
    this.#emit({
      type: "text.done",
      runId: this.#runId,
      messageId: this.#messageId,
      text: this.text,
      files: [...files],
    });
  }
}
