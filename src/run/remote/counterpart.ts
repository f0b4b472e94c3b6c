import { setTimeout } from "node:timers/promises";
import type OpenAI from "openai";
import type { FileRef } from "../../domain/file.ts";
import type { RunContext } from "../runner.ts";
import { statusOf } from "./failures.ts";
import { digestOf, messagesOf, type SentMessage, unknownTurns } from "./history.ts";
import { type Note, RemoteNote } from "./note.ts";
import { hasEnded, runSchema } from "./objects.ts";
import { RemoteFiles } from "./remoteFiles.ts";

// As the API has it.
const MAX_ATTACHMENTS = 10;
const SETTLE_POLL_MS = 250;
const SETTLE_POLLS = 40;

interface Parts {
  readonly client: OpenAI;
  readonly host: string;
  readonly context: RunContext;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}

/** The thread at the other side that goes along with the one here. */
export class Counterpart {
  readonly files: RemoteFiles;
  readonly #parts: Parts;
  readonly #kept: RemoteNote;
  #note: Note = { threadId: "", runId: null, turns: 0, digest: "", files: {} };
  #isNew = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#kept = new RemoteNote(parts.context, parts.client.baseURL);
    const onKept = (file: FileRef, id: string): void => {
      this.#addFile(file, id);
      this.#kept.put(this.#note);
    };
    this.files = new RemoteFiles({ ...parts, onKept }, parts.signal);
  }

  get threadId(): string {
    return this.#note.threadId;
  }

  /** Whether it was made for this run. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** The run that works there now, or none. */
  setRun(runId: string | null): void {
    this.#note = { ...this.#note, runId };
    this.#kept.put(this.#note);
  }

  /** Brings it to where the thread here is: with its questions and answers, and all of its files. */
  async catchUp(): Promise<void> {
    const { client, context, signal, say } = this.#parts;
    const lost = await this.#find();
    if (lost !== null) {
      this.#isNew = true;
      const { id } = await client.beta.threads.create({}, { signal });
      this.#note = { threadId: id, runId: null, turns: 0, digest: "", files: {} };
    }
    const files = context.files();
    for (const [localId, { id }] of Object.entries(this.#note.files)) {
      this.files.know(id, files.find((file) => file.id === localId) ?? null);
    }
    const uploaded = await this.#upload(files);
    const messages = messagesOf(unknownTurns(context.turns, this.#note.turns));
    await this.#send(messages, uploaded);
    this.#note = { ...this.#note, turns: context.turns.length, digest: digestOf(context.turns) };
    // Only now: a thread that was made and not filled is none that may be gone on with.
    this.#kept.put(this.#note);
    if (lost)
      say(`${lost} A new one there has the ${counted(messages.length, uploaded.length)} of this thread.`);
  }

  /** Null if the counterpart of earlier runs can be gone on with, else a sentence that says why not; empty: there was none. */
  async #find(): Promise<string | null> {
    const { client, context, signal, host } = this.#parts;
    const note = this.#kept.get();
    if (note === null) return "";
    try {
      await client.beta.threads.retrieve(note.threadId, { signal });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return `The thread at ${host} was gone, with its Python variables.`;
    }
    const known = context.turns.slice(0, note.turns);
    const hasChanged = known.length < note.turns || digestOf(known) !== note.digest;
    if (hasChanged || hasOtherVersions(note, context.files())) {
      return `This thread was changed since ${host} last answered, so its Python variables there cannot be used.`;
    }
    this.#note = note;
    await this.#settle();
    return null;
  }

  /** Ends a run that was left there when the process that carried it out died: it would refuse new messages. */
  async #settle(): Promise<void> {
    const { threadId, runId } = this.#note;
    if (runId === null) return;
    const { client, signal } = this.#parts;
    const { runs } = client.beta.threads;
    const of = { thread_id: threadId };
    // One that has ended refuses.
    await runs.cancel(runId, of, { signal }).catch(() => {});
    for (let polls = 0; polls < SETTLE_POLLS; polls++) {
      const run = runSchema.parse(await runs.retrieve(runId, of, { signal }));
      if (hasEnded(run)) break;
      await setTimeout(SETTLE_POLL_MS, undefined, { signal });
    }
    this.setRun(null);
  }

  /** Sends what is not there yet; gives the ids over there. */
  async #upload(files: readonly FileRef[]): Promise<string[]> {
    const ids: string[] = [];
    for (const file of files) {
      if (this.#note.files[file.id] !== undefined) continue;
      const id = await this.files.upload(file);
      if (id === null) continue;
      this.#addFile(file, id);
      ids.push(id);
    }
    return ids;
  }

  #addFile({ id: localId, name }: FileRef, id: string): void {
    this.#note = { ...this.#note, files: { ...this.#note.files, [localId]: { id, name } } };
  }

  async #send(messages: readonly SentMessage[], fileIds: readonly string[]): Promise<void> {
    const { client, signal } = this.#parts;
    const threadId = this.#note.threadId;
    const rest = [...fileIds];
    const send = async ({ role, content }: SentMessage, ids: readonly string[]): Promise<void> => {
      const attachments = ids.map((file_id) => ({ file_id, tools: [{ type: "code_interpreter" as const }] }));
      const body = { role, content, ...(ids.length === 0 ? {} : { attachments }) };
      await client.beta.threads.messages.create(threadId, body, { signal });
    };
    while (rest.length > MAX_ATTACHMENTS || (rest.length > 0 && messages[0]?.role !== "user")) {
      await send({ role: "user", content: "Files of this thread." }, rest.splice(0, MAX_ATTACHMENTS));
    }
    for (const message of messages) await send(message, rest.splice(0));
  }
}

/** Whether a file that went there has another content here now: its name there stands for the old one. */
function hasOtherVersions({ files: known }: Note, files: readonly FileRef[]): boolean {
  const names = new Set(Object.values(known).map(({ name }) => name));
  return files.some(({ id, name }) => known[id] === undefined && names.has(name));
}

function counted(messages: number, files: number): string {
  const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  return files === 0 ? some(messages, "message") : `${some(messages, "message")} and ${some(files, "file")}`;
}
