import { t } from "../base/l10n.ts";
import type { Change, ThreadEvent } from "../domain/event.ts";
import type { FileRef, FileRole } from "../domain/file.ts";
import { madeFiles } from "../domain/madeFiles.ts";
import { titleOf } from "../domain/title.ts";
import { givenOf, type ThreadFile, type Transcript, type Turn } from "../domain/transcript.ts";
import { addNote, reduceTurn } from "./reduceTurn.ts";

export function emptyTranscript(threadId: string): Transcript {
  return { threadId, title: "", turns: [], files: [], queue: [], session: null, seq: 0 };
}

/**
 * The transcript after one more event. Parts that did not change are the same objects as before, so that who shows it
 * can tell by identity what to draw again.
 */
export function reduceTranscript(transcript: Transcript, event: ThreadEvent): Transcript {
  const { change, at, seq } = event;
  const next: Transcript = { ...transcript, seq };
  switch (change.type) {
    case "message.added":
      return change.message.role === "user" ? addQuestion(next, change.message, at) : next;
    case "thread.created":
      return { ...next, title: change.title ?? "" };
    case "thread.renamed":
      return { ...next, title: change.title === "" ? titleOf(next.turns[0]?.question ?? "") : change.title };
    case "question.queued":
      return { ...next, queue: [...next.queue, change.question] };
    case "question.removed":
      return { ...next, queue: without(next.queue, change.questionId) };
    case "session.opened": {
      const { runtime, isolation, host, renewed, runId } = change;
      const opened = { ...next, session: { runtime, isolation, ...(host === undefined ? {} : { host }) } };
      if (!renewed) return opened;
      const text = t("A new Python session was started: variables are gone, files are kept.");
      return withTurn(opened, (turn) => addNote(turn, { kind: "note", id: `${runId}-${seq}`, text }));
    }
    default:
      return {
        ...withTurn(next, (turn) => reduceTurn(turn, change, at)),
        files: mergeFiles(next.files, madeFiles(change), "output", at),
      };
  }
}

function addQuestion(
  transcript: Transcript,
  message: Extract<Change, { type: "message.added" }>["message"],
  at: number,
): Transcript {
  const turn: Turn = {
    id: message.id,
    runId: null,
    question: message.text,
    attachments: message.files,
    state: "waiting",
    blocks: [],
    files: [],
    model: null,
    askedAt: at,
    endedAt: null,
    usage: null,
    error: null,
    errorCode: null,
  };
  const title = transcript.title === "" ? titleOf(message.text) : transcript.title;
  const turns = [...transcript.turns, turn];
  const queue = without(transcript.queue, message.id);
  const files = mergeFiles(transcript.files, message.files, "input", at);
  return { ...transcript, title, turns, queue, files };
}

function without(queue: Transcript["queue"], id: string): Transcript["queue"] {
  return queue.some((question) => question.id === id)
    ? queue.filter((question) => question.id !== id)
    : queue;
}

/** Changes of a run belong to the newest turn: a thread has one run at a time, and it answers the last question. */
function withTurn(transcript: Transcript, update: (turn: Turn) => Turn): Transcript {
  const last = transcript.turns.at(-1);
  if (last === undefined) return transcript;
  const updated = update(last);
  return updated === last
    ? transcript
    : { ...transcript, turns: [...transcript.turns.slice(0, -1), updated] };
}

function mergeFiles(
  files: readonly ThreadFile[],
  added: readonly FileRef[],
  role: FileRole,
  at: number,
): readonly ThreadFile[] {
  if (added.length === 0) return files;
  const byName = new Map(files.map((file) => [file.name, file]));
  const fresh = added.filter(({ id, name }) => byName.get(name)?.id !== id);
  if (fresh.length === 0) return files;
  for (const file of fresh) {
    const before = byName.get(file.name);
    const original = role === "output" && before !== undefined ? givenOf(before) : undefined;
    byName.set(file.name, { ...file, role, at, ...(original === undefined ? {} : { original }) });
  }
  return [...byName.values()];
}
