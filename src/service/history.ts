import type { ThreadEvent } from "../domain/event.ts";
import type { Output } from "../domain/output.ts";
import type { Turn } from "../run/model.ts";

/** The log of a thread as a model reads it: questions, answers, cells and their results, oldest first. */
export function turnsOf(events: Iterable<ThreadEvent>): Turn[] {
  const turns: Turn[] = [];
  let ran: { id: string; outputs: Output[] } | null = null;
  for (const { change } of events) {
    switch (change.type) {
      case "message.added": {
        const { role, text, files } = change.message;
        turns.push(role === "user" ? { role, text, files } : { role, text, cells: [] });
        break;
      }
      case "text.done":
        turns.push({ role: "assistant", text: change.text, cells: [] });
        break;
      case "cell.running":
        ran = { id: change.cellId, outputs: [] };
        addCell(turns, { id: change.cellId, code: change.code });
        break;
      case "cell.output":
        ran?.outputs.push(change.output);
        break;
      case "cell.done":
        // A cell that was never handed to Python was not added, so it has no result either.
        if (ran !== null) turns.push({ role: "cell", failed: change.end !== "ok", ...ran });
        ran = null;
        break;
      case "thread.created":
      case "run.created":
      case "run.started":
      case "run.cancelling":
      case "run.ended":
      case "session.opened":
      case "text.started":
      case "text.delta":
      case "cell.started":
      case "cell.code":
        break;
    }
  }
  return turns;
}

// Words and the cell after them were one answer of the model; strict endpoints want them as one message.
function addCell(turns: Turn[], cell: { id: string; code: string }): void {
  const last = turns.at(-1);
  if (last?.role === "assistant" && last.cells.length === 0) turns.pop();
  const text = last?.role === "assistant" && last.cells.length === 0 ? last.text : "";
  turns.push({ role: "assistant", text, cells: [cell] });
}
