import type { Change, ThreadEvent } from "../../src/domain/event.ts";
import type { FileRef } from "../../src/domain/file.ts";
import type { Transcript } from "../../src/domain/transcript.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";

export const THREAD = "thread_1";

/** A log of these changes: `seq` counts from 1, each event is a second after the one before. */
export function logOf(...changes: Change[]): ThreadEvent[] {
  return changes.map((change, index) => ({
    threadId: THREAD,
    seq: index + 1,
    at: (index + 1) * 1000,
    change,
  }));
}

export function transcriptOf(...changes: Change[]): Transcript {
  return logOf(...changes).reduce(reduceTranscript, emptyTranscript(THREAD));
}

export const file = (name: string, id = `file-${name}`): FileRef => ({
  id,
  name,
  bytes: 1,
  mime: "text/plain",
});

export const question = (text: string, id = "msg_q", files: FileRef[] = []): Change => ({
  type: "message.added",
  message: { id, role: "user", text, files, metadata: {} },
});

export const created = (runId = "run_1", model = "test-model"): Change => ({
  type: "run.created",
  runId,
  assistantId: "asst_1",
  model,
});

/** What a run reports; `runId` is the same for all. */
const run = { runId: "run_1" };
export const started: Change = { type: "run.started", ...run };
export const text = (messageId: string): Change => ({
  type: "text.started",
  ...run,
  messageId,
  stepId: `step-${messageId}`,
  images: [],
});
export const words = (messageId: string, delta: string): Change => ({
  type: "text.delta",
  ...run,
  messageId,
  delta,
});
export const textDone = (messageId: string, whole: string): Change => ({
  type: "text.done",
  ...run,
  messageId,
  text: whole,
  files: [],
});
export const cell = (cellId: string): Change => ({
  type: "cell.started",
  ...run,
  cellId,
  stepId: `step-${cellId}`,
});
export const code = (cellId: string, delta: string): Change => ({ type: "cell.code", ...run, cellId, delta });
export const running = (cellId: string, whole: string): Change => ({
  type: "cell.running",
  ...run,
  cellId,
  code: whole,
});
export const prints = (cellId: string, printed: string): Change => ({
  type: "cell.output",
  ...run,
  cellId,
  output: { kind: "stream", name: "stdout", text: printed },
});
export const shows = (cellId: string, picture: FileRef): Change => ({
  type: "cell.output",
  ...run,
  cellId,
  output: { kind: "image", file: picture, alt: "" },
});
export const cellDone = (
  cellId: string,
  end: "ok" | "error" | "stopped" | "lost" = "ok",
  files: FileRef[] = [],
): Change => ({ type: "cell.done", ...run, cellId, end, durationMs: 5, files });
export const session = (renewed: boolean): Change => ({
  type: "session.opened",
  ...run,
  runtime: "Python",
  isolation: ["own process"],
  renewed,
});
export const ended: Change = { type: "run.ended", ...run, end: "completed" };
