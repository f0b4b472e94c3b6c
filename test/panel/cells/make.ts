import type { Change } from "../../../src/domain/event.ts";
import type { Json } from "../../../src/domain/json.ts";
import type { Output, Table } from "../../../src/domain/output.ts";
import { TABLE_MIME } from "../../../src/domain/tableMime.ts";
import { cell, cellDone, created, question, running, started, text, textDone } from "../../thread/events.ts";

/** What begins every thread of these tests. */
export const ASKED: readonly Change[] = [question("Why?"), created(), started];

export const ENDED: Change = { type: "run.ended", runId: "run_1", end: "completed" };

export const outputs = (cellId: string, output: Output): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId,
  output,
});

export const displays = (cellId: string, data: Record<string, Json>): Change =>
  outputs(cellId, { kind: "display", data });

export const showsTable = (cellId: string, table: Table): Change =>
  displays(cellId, { [TABLE_MIME]: table, "text/plain": "a table" });

export const fails = (cellId: string, name: string, message: string, traceback: string): Change =>
  outputs(cellId, { kind: "error", name, message, traceback });

/** A cell that has begun to run. */
export const runs = (cellId: string, code: string): Change[] => [cell(cellId), running(cellId, code)];

/** A cell from its beginning to its end. */
export const ran = (cellId: string, code: string, ...changes: Change[]): Change[] => [
  ...runs(cellId, code),
  ...changes,
  cellDone(
    cellId,
    changes.some((change) => "output" in change && change.output.kind === "error") ? "error" : "ok",
  ),
];

/** Words of the assistant, whole. */
export const says = (messageId: string, words: string): Change[] => [
  text(messageId),
  textDone(messageId, words),
];
