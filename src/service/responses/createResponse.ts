import { newHexId } from "../../base/ids.ts";
import { cancelled } from "../../base/errors.ts";
import type { FileRef } from "../../domain/file.ts";
import { type Draft, writeMessage } from "../addMessage.ts";
import { BusyError } from "../errors.ts";
import { found } from "../found.ts";
import { Mounts } from "../mounts.ts";
import type { RunParts } from "../startRun.ts";
import type { Store } from "../store/store.ts";
import { deleteThread } from "../threads.ts";
import { seconds } from "../wire.ts";
import { putEntry } from "./conversations.ts";
import { Intake } from "./intake.ts";
import { askedFields, type NewResponse } from "./newResponse.ts";
import { isResponse, type Past, pastOf } from "./past.ts";
import { type Place, placeFor } from "./place.ts";
import { runOf } from "./responseRun.ts";
import { turnsFor } from "./turns.ts";
import { untilFree } from "./untilFree.ts";
import type { AskedFields, Item, QuestionItem, ResponseRow } from "./wire.ts";

/**
 * Starts a response; once this resolves it is on disk. Throws the API's errors and then leaves nothing behind. Waits
 * while another response uses its container, until `signal` aborts.
 */
export async function createResponse(
  parts: RunParts,
  body: NewResponse,
  signal: AbortSignal,
): Promise<ResponseRow> {
  const asked = askedFields(body);
  const past = await pastOf(parts, asked, signal);
  if (signal.aborted) throw cancelled();
  const intake = new Intake(parts);
  let place: Place | undefined;
  try {
    const input = await intake.take(body.input);
    // What cannot be answered is to leave no container behind.
    turnsFor(parts, past, input);
    place = await placeFor(parts, asked, [...past, ...input]);
    return await startWhenFree(parts, place, { asked, past, input }, signal);
  } catch (error) {
    if (place?.isNew === true) await deleteThread(parts, place.threadId, () => {});
    await intake.undo();
    throw error;
  }
}

interface Request {
  asked: AskedFields;
  past: Past;
  input: readonly Item[];
}

async function startWhenFree(
  parts: RunParts,
  place: Place,
  request: Request,
  signal: AbortSignal,
): Promise<ResponseRow> {
  for (;;) {
    await untilFree(parts, place.threadId, signal);
    try {
      return await startIn(parts, place, request);
    } catch (error) {
      // Another one was faster.
      if (!(error instanceof BusyError)) throw error;
    }
  }
}

async function startIn(parts: RunParts, place: Place, { asked, past, input }: Request): Promise<ResponseRow> {
  const { store, log, runs, now } = parts;
  const { threadId, containerId } = place;
  const mounts = new Mounts(store, threadId);
  try {
    const files = await mountAll(store, mounts, [...place.fileIds, ...fileIdsIn(past, input)]);
    const { turns, instructions } = turnsFor(parts, past, input, (id) => files.get(id));
    const at = seconds(now());
    const run = runOf(asked, threadId, at);
    const row: ResponseRow = {
      id: newHexId("response"),
      object: "response",
      thread_id: threadId,
      run_id: run.id,
      created_at: at,
      container_id: containerId,
      input: [...input],
      asked,
      // One that is not to be stored is there for its own stream alone.
      deleted: !asked.store,
    };
    const told = {
      turns,
      instructions,
      callsEndRun: true,
      ...(asked.max_tool_calls === null ? {} : { maxCells: asked.max_tool_calls }),
    };
    runs.start(run, told, () => {
      mounts.record(now());
      for (const draft of newQuestions(input, files)) writeMessage({ store, log }, threadId, draft);
      writeRows(store, row);
    });
    return row;
  } catch (error) {
    await mounts.undo();
    throw error;
  }
}

async function mountAll(
  store: Store,
  mounts: Mounts,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FileRef>> {
  const files = new Map<string, FileRef>();
  for (const id of ids) {
    // One that was deleted since is no reason not to answer.
    if (store.objects.get("file", id) !== undefined) files.set(id, await mounts.add(id));
  }
  return files;
}

/** Files that came with questions: Python is to have them all. */
function fileIdsIn(past: Past, input: readonly Item[]): string[] {
  const items = [...past.flatMap((part) => (isResponse(part) ? part.input : [part])), ...input];
  return items.filter(isQuestion).flatMap(filesOf);
}

function filesOf({ content }: QuestionItem): string[] {
  return content.flatMap((part) => (part.type === "input_text" ? [] : [part.file_id]));
}

function isQuestion(item: Item): item is QuestionItem {
  return item.type === "message" && item.role !== "assistant";
}

/** For people: what is asked anew, behind what clients give back of earlier answers. */
function newQuestions(input: readonly Item[], files: ReadonlyMap<string, FileRef>): Draft[] {
  const answered = input.findLastIndex((item) => !isQuestion(item));
  return input
    .slice(answered + 1)
    .filter(isQuestion)
    .filter(({ role }) => role === "user")
    .map((item) => {
      const content = item.content
        .flatMap((part) => (part.type === "input_text" ? [part.text] : []))
        .join("\n");
      const attached = filesOf(item).flatMap((id) => files.get(id) ?? []);
      return { body: { role: "user", content, metadata: {} }, attached, files: attached };
    });
}

function writeRows(store: Store, row: ResponseRow): void {
  store.objects.put(row);
  const { conversation } = row.asked;
  if (conversation === null) return;
  // Copying files took time: it may be gone.
  const { id } = found(store.objects.get("conversation", conversation.id), "conversation", conversation.id);
  putEntry(store, id, { response_id: row.id });
}
