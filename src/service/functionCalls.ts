import { cancelled } from "../base/errors.ts";
import type { FunctionOutput } from "../domain/event.ts";
import { ApiError } from "./errors.ts";
import type { EventLog } from "./eventLog.ts";
import type { RunObject } from "./wire.ts";

/** What the client gives for the calls that were requested last, whichever process it tells it to. */
export async function answersOf(
  log: EventLog,
  { id: runId, thread_id: threadId }: RunObject,
  after: number,
  signal: AbortSignal,
): Promise<readonly FunctionOutput[]> {
  for await (const { change } of log.follow(threadId, after, signal)) {
    if (change.type === "calls.answered" && change.runId === runId) return change.outputs;
  }
  signal.throwIfAborted();
  throw cancelled();
}

/** Throws the API's 400 unless there is one output for each call that the run waits for. */
export function assertAnswers(
  run: RunObject,
  callIds: readonly string[],
  outputs: readonly FunctionOutput[],
): void {
  if (run.status !== "requires_action") {
    throw new ApiError(400, `Runs in status "${run.status}" do not accept tool outputs.`);
  }
  const given = outputs.map(({ id }) => id);
  const isComplete = given.length === callIds.length && callIds.every((id) => given.includes(id));
  if (isComplete) return;
  const list = (ids: readonly string[]): string => `[${ids.map((id) => `'${id}'`).join(", ")}]`;
  throw new ApiError(400, `Expected tool outputs for call_ids ${list(callIds)}, got ${list(given)}`, {
    param: "tool_outputs",
  });
}
