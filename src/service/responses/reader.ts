import { readFileSync } from "node:fs";
import type { FileRef } from "../../domain/file.ts";
import type { RunParts } from "../startRun.ts";
import { hasEnded } from "../runLog.ts";
import type { SseEvent } from "../sse.ts";
import type { Store } from "../store/store.ts";
import { ResponseProjection, type View } from "./projection.ts";
import type { ResponseObject, ResponseRow } from "./wire.ts";

/** How a client wants to see a response. */
export function viewOf(store: Store, include: readonly string[]): View {
  return {
    withOutputs: include.includes("code_interpreter_call.outputs"),
    addressOf: (picture) => dataUrlOf(store, picture),
  };
}

function dataUrlOf(store: Store, { id, mime }: FileRef): string | null {
  try {
    return `data:${mime};base64,${readFileSync(store.blobs.pathOf(id)).toString("base64")}`;
  } catch {
    return null;
  }
}

/** The response as it is now. */
export function currentResponse(
  { store, log, runs }: RunParts,
  row: ResponseRow,
  view: View,
): ResponseObject {
  const run = store.objects.get("thread.run", row.run_id);
  // Its process may have died.
  if (run !== undefined) runs.current(run);
  const projection = new ResponseProjection(row, view);
  for (const event of log.ofRun(row.run_id)) projection.apply(event);
  return projection.response;
}

/** The response once it has ended; or as far as it is when `signal` aborts. */
export async function endedResponse(
  parts: RunParts,
  row: ResponseRow,
  view: View,
  signal: AbortSignal,
): Promise<ResponseObject> {
  await untilEnded(parts, row, signal);
  return currentResponse(parts, row, view);
}

/** Resolves when the response has ended, or `signal` aborts. */
export async function untilEnded(
  { store, log, runs }: RunParts,
  row: ResponseRow,
  signal: AbortSignal,
): Promise<void> {
  const run = store.objects.get("thread.run", row.run_id);
  // Its process may have died.
  if (run === undefined || hasEnded(runs.current(run))) return;
  for await (const event of log.followRun(row, signal)) {
    if (event.change.type === "run.ended") return;
  }
}

/**
 * The stream of the response behind the event number `after`, to its end, read from the log: a reader that goes away or
 * is slow does not touch the run.
 */
export async function* streamResponse(
  { log }: RunParts,
  row: ResponseRow,
  view: View,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<SseEvent> {
  const projection = new ResponseProjection(row, view);
  for await (const event of log.followRun(row, signal)) {
    for (const piece of projection.apply(event)) {
      if (piece.sequence_number > after) yield { event: piece.type, data: JSON.stringify(piece) };
    }
    if (projection.hasEnded) return;
  }
}
