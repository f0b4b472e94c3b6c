import type { Runner } from "../run/runner.ts";
import { assertFiles, type Draft, draftMessage, type NewMessage, writeMessage } from "./addMessage.ts";
import type { EventLog } from "./eventLog.ts";
import { found } from "./found.ts";
import { Mounts } from "./mounts.ts";
import { newRun, type RunFields } from "./newRun.ts";
import type { Runs } from "./runs.ts";
import type { Store } from "./store/store.ts";
import { fileIdsOf } from "./threads.ts";
import { type AssistantObject, type RunObject, seconds, type ToolResources } from "./wire.ts";

export interface RunParts {
  store: Store;
  log: EventLog;
  runs: Runs;
  runner: Runner;
  now: () => number;
}

interface Extras {
  instructions?: string | null | undefined;
  messages?: readonly (NewMessage & { id?: string })[] | null | undefined;
  /** In place of the assistant's. */
  resources?: ToolResources | null | undefined;
  /** Runs in the transaction that records the run, and may refuse by throwing. */
  before?: () => void;
}

export function assistantOf({ store }: Pick<RunParts, "store">, id: string): AssistantObject {
  return found(store.objects.get("assistant", id), "assistant", id);
}

/** Starts a run, with its messages and its assistant's files in the thread; or nothing of it. */
export async function startRun(
  parts: RunParts,
  threadId: string,
  body: RunFields,
  extras: Extras,
): Promise<RunObject> {
  const { store, runs, now } = parts;
  const assistant = assistantOf(parts, body.assistant_id);
  const messages = extras.messages ?? [];
  assertFiles(store, messages);
  runs.assertNoRun(threadId);
  const run = newRun(assistant, threadId, body, seconds(now()));
  const mounts = new Mounts(store, threadId);
  try {
    for (const id of fileIdsOf(extras.resources ?? assistant.tool_resources)) {
      // One that was deleted since is no reason not to answer.
      if (store.objects.get("file", id) !== undefined) await mounts.add(id);
    }
    const drafts: Draft[] = [];
    for (const message of messages) drafts.push({ ...(await draftMessage(mounts, message)), id: message.id });
    runs.start(run, { instructions: extras.instructions ?? "" }, () => {
      extras.before?.();
      mounts.record(now());
      for (const draft of drafts) writeMessage(parts, threadId, draft);
    });
  } catch (error) {
    await mounts.undo();
    throw error;
  }
  return run;
}
