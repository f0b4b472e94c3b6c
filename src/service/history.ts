import type { FunctionCall, LoggedEvent } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { Output } from "../domain/output.ts";
import type { Turn } from "../run/model.ts";

/**
 * The log of a thread as a model reads it: questions, answers, cells and their results, oldest first. `isThere` tells
 * which messages were not deleted; `inputs` are all files that the thread was given, also those that came with no question
 * but with the thread or the assistant.
 */
export function turnsOf(
  events: Iterable<LoggedEvent>,
  isThere: (messageId: string) => boolean = () => true,
  inputs: readonly FileRef[] = [],
): Turn[] {
  const reader = new HistoryReader(isThere);
  for (const event of events) reader.take(event);
  return withMounted(reader.turns, inputs);
}

class HistoryReader {
  readonly turns: Turn[] = [];
  readonly #isThere: (messageId: string) => boolean;
  #ran: { id: string; outputs: Output[] } | null = null;
  /** Words that are being written: cut off, they are known by their pieces only. */
  #open: { id: string; text: string } | null = null;
  #calls: readonly FunctionCall[] = [];

  constructor(isThere: (messageId: string) => boolean) {
    this.#isThere = isThere;
  }

  take({ change }: LoggedEvent): void {
    switch (change.type) {
      case "message.added": {
        const { id, role, text, files } = change.message;
        if (!this.#isThere(id)) break;
        this.turns.push(role === "user" ? { role, text, files } : { role, text, cells: [] });
        break;
      }
      case "text.started":
        this.#open = { id: change.messageId, text: "" };
        break;
      case "text.delta":
        if (this.#open !== null) this.#open.text += change.delta;
        break;
      case "text.done":
        this.#open = { id: change.messageId, text: change.text };
        this.#closeText();
        break;
      case "cell.running":
        this.#ran = { id: change.cellId, outputs: [] };
        this.#addTo({ cells: [{ id: change.cellId, code: change.code }] });
        break;
      case "cell.output":
        this.#ran?.outputs.push(change.output);
        break;
      case "cell.done":
        // A cell that was never handed to Python was not added, so it has no result either.
        if (this.#ran !== null) this.turns.push({ role: "cell", failed: change.end !== "ok", ...this.#ran });
        this.#ran = null;
        break;
      case "calls.requested":
        this.#calls = change.calls;
        break;
      case "calls.answered": {
        const outputs = new Map(change.outputs.map(({ id, output }) => [id, output]));
        const calls = this.#calls.map((call) => ({ ...call, output: outputs.get(call.id) ?? "" }));
        this.#addTo({ cells: [], calls });
        break;
      }
      case "run.ended":
        this.#closeText();
        break;
      case "thread.created":
      case "thread.renamed":
      case "run.created":
      case "run.started":
      case "run.cancelling":
      case "run.note":
      case "question.queued":
      case "question.removed":
      case "cell.interrupting":
      case "session.opened":
      case "cell.started":
      case "cell.code":
        break;
    }
  }

  #closeText(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || !this.#isThere(open.id)) return;
    this.turns.push({ role: "assistant", text: open.text, cells: [] });
  }

  // Words and the cell after them were one answer of the model; strict endpoints want them as one message.
  #addTo(acts: Pick<Extract<Turn, { role: "assistant" }>, "cells" | "calls">): void {
    const last = this.turns.at(-1);
    const isWords = last?.role === "assistant" && last.cells.length === 0 && last.calls === undefined;
    if (isWords) this.turns.pop();
    this.turns.push({ role: "assistant", text: isWords ? last.text : "", ...acts });
  }
}

/** As if those files that came with no question had been sent with the first one. */
export function withMounted(turns: readonly Turn[], files: readonly FileRef[]): Turn[] {
  const sent = new Set(turns.flatMap((turn) => (turn.role === "user" ? turn.files.map(({ id }) => id) : [])));
  const mounted = files.filter(({ id }) => !sent.has(id));
  const first = turns.findIndex(({ role }) => role === "user");
  return turns.map((turn, index) =>
    index === first && turn.role === "user" ? { ...turn, files: [...mounted, ...turn.files] } : turn,
  );
}

/** The last `count` messages with what was done for them; all of it if there are fewer. */
export function lastMessages(turns: readonly Turn[], count: number): readonly Turn[] {
  let left = count;
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index];
    const isMessage = turn?.role === "user" || (turn?.role === "assistant" && turn.text !== "");
    if (isMessage && --left === 0) return turns.slice(index);
  }
  return turns;
}
