import type { CellEnd, RunChange } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import type { CodeCall, Message, Part, Step } from "./objects.ts";
import { RemoteCell } from "./remoteCell.ts";
import type { RemoteFiles } from "./remoteFiles.ts";
import { RemoteMessage } from "./remoteMessage.ts";

interface Parts {
  readonly runId: string;
  readonly emit: (change: RunChange) => void;
  readonly files: RemoteFiles;
  /** Called before the first cell is reported. */
  readonly onCell: () => void;
  /** Files that are new over there since the last call, kept here. */
  readonly newFiles: () => Promise<FileRef[]>;
}

const ENDS: Record<string, CellEnd | null> = {
  completed: null,
  cancelled: "stopped",
  failed: "lost",
  expired: "lost",
};

/**
 * The run as its events tell it, made of steps and messages of the other side. They come in pieces, or whole, or both, as
 * often as one likes: each part is reported once, and one after the other.
 */
export class RemoteView {
  readonly #parts: Parts;
  /** Calls of each step that has not ended. */
  readonly #steps = new Map<string, RemoteCell[]>();
  readonly #messages = new Map<string, RemoteMessage>();
  /** Steps and messages that were reported to their end. */
  readonly #done = new Set<string>();
  #cell: RemoteCell | null = null;
  #message: { id: string; view: RemoteMessage } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async stepPiece(id: string, calls: readonly CodeCall[]): Promise<void> {
    if (this.#done.has(id)) return;
    const cells = this.#cellsOf(id);
    for (const call of calls) this.#cellAt(cells, call.index ?? 0).add(call);
    // Those behind the first are reported when it has ended: that is known at the end of the step.
    if (cells[0] !== undefined) await this.#show(cells[0], false);
  }

  async step({ id, status, step_details: { tool_calls: calls }, last_error }: Step): Promise<void> {
    const end = ENDS[status];
    if (this.#done.has(id) || (end === undefined && calls.length === 0)) return;
    const cells = this.#cellsOf(id);
    calls.forEach((call, index) => this.#cellAt(cells, index).update(call));
    if (end === undefined) {
      if (cells[0] !== undefined) await this.#show(cells[0], false);
      return;
    }
    this.#done.add(id);
    for (const cell of cells) {
      await this.#show(cell, end === null);
      await this.#endCell(end, end === "stopped" ? "Stopped. Files are kept." : last_error?.message);
    }
    this.#steps.delete(id);
  }

  async messagePiece(id: string, parts: readonly Part[]): Promise<void> {
    if (this.#done.has(id)) return;
    const view = await this.#open(id);
    view.add(parts);
    await view.show();
  }

  async message(message: Message): Promise<void> {
    const { id, role, status, content } = message;
    if (role !== "assistant" || this.#done.has(id)) return;
    // It may just have begun.
    if (status === "in_progress" && content.length === 0) return;
    const view = await this.#open(id);
    view.update(message);
    if (status === "in_progress") return view.show();
    if (status === "incomplete" && message.attachments.length === 0) {
      // Words that were cut off are ended by the end of the run.
      await view.show();
      this.#done.add(id);
      return;
    }
    await this.#endMessage();
  }

  /**
   * Ends what is open, because the run is over; `cut`: it was cut off. Words are then left open: the end of the run, which
   * follows, ends them as incomplete.
   */
  async close(cut: { end: CellEnd; reason: string } | null): Promise<void> {
    if (cut !== null) return this.#endCell(cut.end, cut.reason);
    for (const cell of [...this.#steps.values()].flat()) {
      await this.#show(cell, true);
      await this.#endCell(null);
    }
    await this.#endMessage();
  }

  #cellsOf(stepId: string): RemoteCell[] {
    const cells = this.#steps.get(stepId) ?? [];
    this.#steps.set(stepId, cells);
    return cells;
  }

  #cellAt(cells: RemoteCell[], index: number): RemoteCell {
    const at = Math.min(index, cells.length);
    return (cells[at] ??= new RemoteCell(this.#parts));
  }

  // The log knows one open thing at a time.
  async #show(cell: RemoteCell, isOver: boolean): Promise<void> {
    if (cell.isDone) return;
    if (cell !== this.#cell) {
      await this.#endMessage();
      await this.#endCell(null);
      this.#parts.onCell();
      this.#cell = cell;
    }
    await cell.show(isOver);
  }

  async #open(id: string): Promise<RemoteMessage> {
    const view = this.#messages.get(id) ?? new RemoteMessage(this.#parts);
    this.#messages.set(id, view);
    if (this.#message?.id !== id) {
      await this.#endCell(null);
      await this.#endMessage();
      this.#message = { id, view };
    }
    return view;
  }

  async #endCell(end: CellEnd | null, reason?: string): Promise<void> {
    const cell = this.#cell;
    if (cell === null) return;
    this.#cell = null;
    let files: FileRef[] = [];
    try {
      files = await this.#parts.newFiles();
    } finally {
      // The cell ended as it did; what fails is the run.
      cell.done(end, files, reason);
    }
  }

  async #endMessage(): Promise<void> {
    const message = this.#message;
    if (message === null) return;
    this.#message = null;
    this.#done.add(message.id);
    await message.view.done();
  }
}
