import OpenAI, { APIError } from "openai";
import { z } from "zod";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { threadEventSchema, type ThreadEvent } from "../domain/event.ts";
import { GIVEN_CODE } from "../domain/givenCode.ts";
import { fileRefSchema, fileRoleSchema } from "../domain/file.ts";
import { type SessionState, sessionStateSchema } from "../domain/session.ts";
import { titleOf } from "../domain/title.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { readBytes } from "./byteStream.ts";
import { readEvents } from "./eventStream.ts";
import { isReadable, uploadForm } from "./uploadForm.ts";

type Fetch = (request: Request) => Promise<Response>;

const BASE_URL = "http://interpreter.local/v1";
const ASSISTANT_NAME = "Code Interpreter";

const threadFilesSchema = z.object({
  data: z.array(
    fileRefSchema.extend({ role: fileRoleSchema, at: z.number(), original: fileRefSchema.optional() }),
  ),
  last_seq: z.number().int().nonnegative(),
});
const threadsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      created_at: z.number(),
      metadata: z.record(z.string(), z.string()),
      last_act_at: z.number(),
      first_question: z.string().nullable(),
      is_busy: z.boolean(),
    }),
  ),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
});

const importedSchema = z
  .object({
    id: z.string().nullable(),
    is_new: z.boolean(),
    messages: z.number(),
    files: z.array(z.string()),
    missing_files: z.array(z.string()),
  })
  .transform((answer) => ({
    /** Null when it was only checked. */
    threadId: answer.id,
    isNew: answer.is_new,
    messageCount: answer.messages,
    files: answer.files,
    missingFiles: answer.missing_files,
  }));
type Imported = z.infer<typeof importedSchema>;

interface ThreadLabels {
  readonly title: string;
  /** What was open in the editor when it was begun; empty: nothing, or it was begun elsewhere. */
  readonly workspace: string;
}

export interface ThreadSummary extends ThreadLabels {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When something was last asked or done in it; epoch milliseconds. */
  readonly updatedAt: number;
  /** Whether a run of it works, in whichever window. */
  readonly isBusy: boolean;
}

export interface Question {
  readonly text: string;
  readonly fileIds: readonly string[];
  /** The text is one of `codeQuestion`, whose code is run without a model. */
  readonly asIs: boolean;
  /** It goes before those that wait, if no run works. */
  readonly ahead: boolean;
}

/** How the extension and the CLI talk to the service: the API by the openai SDK, and what the API does not have. */
export class InterpreterClient {
  readonly #openai: OpenAI;
  readonly #fetch: Fetch;
  #assistantId: Promise<string> | undefined;

  /** `fetch` answers requests to any host: the service's own, in-process. */
  constructor(fetch: Fetch) {
    this.#fetch = fetch;
    this.#openai = new OpenAI({
      apiKey: "in-process",
      baseURL: BASE_URL,
      maxRetries: 0,
      fetch: (input, init) => fetch(new Request(input, init)),
    });
  }

  /** `title`: for lists. `workspace`: whose thread it is, see `ThreadSummary`; at most 512 characters each. */
  async createThread({ title, workspace }: Partial<ThreadLabels> = {}): Promise<string> {
    const metadata = { ...(title && { title }), ...(workspace && { workspace }) };
    return (await plain(this.#openai.beta.threads.create({ metadata }))).id;
  }

  /** All of them, newest first. A thread that nobody named has its first question's title. */
  async listThreads(): Promise<ThreadSummary[]> {
    const threads: ThreadSummary[] = [];
    for (let after = ""; ;) {
      const page = threadsSchema.parse(await this.#json(`/threads?limit=100&after=${after}`));
      for (const { id, created_at, metadata, last_act_at, first_question, is_busy } of page.data) {
        threads.push({
          id,
          title: metadata["title"] ?? titleOf(first_question ?? ""),
          workspace: metadata["workspace"] ?? "",
          createdAt: created_at * 1000,
          updatedAt: last_act_at,
          isBusy: is_busy,
        });
      }
      if (!page.has_more || page.last_id === null) return threads;
      after = page.last_id;
    }
  }

  /** Names the thread; an empty name takes it back. */
  async renameThread(threadId: string, title: string): Promise<void> {
    const { threads } = this.#openai.beta;
    const { metadata } = await plain(threads.retrieve(threadId));
    const { title: _old, ...others } = z.record(z.string(), z.string()).parse(metadata ?? {});
    await plain(threads.update(threadId, { metadata: title === "" ? others : { ...others, title } }));
  }

  /** Deletes it with all that was made in it; refused (400) while a run works. */
  async deleteThread(threadId: string): Promise<void> {
    await plain(this.#openai.beta.threads.delete(threadId));
  }

  /**
   * Uploads `blob` (file-backed blobs are streamed) and resolves to the file's id. Throws InterpreterError of kind "user"
   * when its file was changed or deleted meanwhile.
   */
  async upload(name: string, blob: Blob): Promise<string> {
    try {
      const request = new Request(`${BASE_URL}/files`, { method: "POST", ...uploadForm(name, blob) });
      return z.object({ id: z.string() }).parse(await (await this.#answer(request)).json()).id;
    } catch (cause) {
      if (await isReadable(blob)) throw cause;
      const message = t("{0} was changed or deleted while it was sent.", name);
      throw new InterpreterError("user", "changed", message, { action: t("Try again."), cause });
    }
  }

  async deleteFile(fileId: string): Promise<void> {
    await this.#send("DELETE", `/files/${fileId}`);
  }

  /**
   * Brings an exported thread here (see the service's `/threads/import`). Throws InterpreterError of kind "user" that says
   * which of its objects is wrong.
   */
  async importThread(body: object): Promise<Imported> {
    try {
      return importedSchema.parse(await plain(this.#openai.post<unknown>("/threads/import", { body })));
    } catch (cause) {
      if (!(cause instanceof InterpreterError) || cause.status !== 400) throw cause;
      const action = t("Nothing of this thread was imported.");
      throw new InterpreterError("user", "invalid_export", cause.message, { action, cause });
    }
  }

  /** Adds the question and starts a run on it, unless one works (400); resolves to the run's id once both are kept. */
  async ask(threadId: string, text: string, fileIds: readonly string[]): Promise<string> {
    const assistant_id = await this.#assistant();
    const { beta } = this.#openai;
    const attachments = attachmentsOf(fileIds);
    await plain(beta.threads.messages.create(threadId, { role: "user", content: text, attachments }));
    return (await plain(beta.threads.runs.create(threadId, { assistant_id }))).id;
  }

  /** Asks the question, or has it wait while a run works; resolves to the run's id, or null, once it is kept. */
  async askOrQueue(threadId: string, { text, fileIds, asIs, ahead }: Question): Promise<string | null> {
    const assistant_id = await this.#assistant();
    const attachments = attachmentsOf(fileIds);
    const body = { assistant_id, content: text, attachments, ahead, ...(asIs ? { model: GIVEN_CODE } : {}) };
    const answer = await plain(this.#openai.post<unknown>(`/threads/${threadId}/queue`, { body }));
    return z.object({ run_id: z.string().nullable() }).parse(answer).run_id;
  }

  /** Asks a question that waits, unless a run works (400), or it does not wait any more (404). */
  async sendQueued(threadId: string, id: string): Promise<void> {
    await this.#send("POST", `/threads/${threadId}/queue/${id}`);
  }

  /** Takes back a question that waits, unless it does not wait any more (404). */
  async removeQueued(threadId: string, id: string): Promise<void> {
    await this.#send("DELETE", `/threads/${threadId}/queue/${id}`);
  }

  async cancel(threadId: string, runId: string): Promise<void> {
    await plain(this.#openai.beta.threads.runs.cancel(runId, { thread_id: threadId }));
  }

  /** The thread's events after `seq`, then those to come; ends when `signal` aborts. */
  async *events(threadId: string, seq: number, signal: AbortSignal): AsyncGenerator<ThreadEvent> {
    const response = await this.#get(`/threads/${threadId}/events?after=${seq}`, signal);
    if (response.body === null) return;
    for await (const data of readEvents(response.body, signal))
      yield threadEventSchema.parse(JSON.parse(data));
  }

  /** The thread's events up to now. */
  async *eventsSoFar(threadId: string): AsyncGenerator<ThreadEvent> {
    const response = await this.#get(`/threads/${threadId}/events?follow=false`);
    if (response.body === null) return;
    for await (const data of readEvents(response.body, new AbortController().signal))
      yield threadEventSchema.parse(JSON.parse(data));
  }

  async files(threadId: string): Promise<ThreadFile[]> {
    return (await this.folder(threadId)).files;
  }

  /** The thread's files, and the `seq` from which on its events tell of changes to them. */
  async folder(threadId: string): Promise<{ files: ThreadFile[]; seq: number }> {
    const { data, last_seq } = threadFilesSchema.parse(await this.#json(`/threads/${threadId}/files`));
    return { files: data, seq: last_seq };
  }

  async content(fileId: string): Promise<Uint8Array> {
    const { headers, body } = await this.#get(`/files/${fileId}/content`);
    return body === null ? new Uint8Array() : readBytes(body, Number(headers.get("content-length")));
  }

  /** The file's bytes, read as they are taken: a large one costs no memory. */
  async open(fileId: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#get(`/files/${fileId}/content`);
    return body ?? new Blob([]).stream();
  }

  /** The thread's Python session, or null when none is alive in the process that serves. */
  async session(threadId: string): Promise<SessionState | null> {
    return sessionStateSchema.nullable().parse(await this.#json(`/threads/${threadId}/session`));
  }

  /** Ends the thread's session; refused (400) while a run works. */
  async endSession(threadId: string): Promise<void> {
    await this.#send("DELETE", `/threads/${threadId}/session`);
  }

  /** Has the cell ended that runs in the thread; refused (400) when none does. */
  async interrupt(threadId: string): Promise<void> {
    await this.#send("POST", `/threads/${threadId}/session/interrupt`);
  }

  async #assistant(): Promise<string> {
    this.#assistantId ??= this.#findAssistant();
    try {
      return await this.#assistantId;
    } catch (error) {
      // Not remembered: the next question tries again.
      this.#assistantId = undefined;
      throw error;
    }
  }

  async #findAssistant(): Promise<string> {
    const { assistants } = this.#openai.beta;
    for await (const { id, name } of await plain(assistants.list({ limit: 100 }))) {
      if (name === ASSISTANT_NAME) return id;
    }
    const tools = [{ type: "code_interpreter" as const }];
    return (await plain(assistants.create({ name: ASSISTANT_NAME, model: "default", tools }))).id;
  }

  async #json(path: string): Promise<unknown> {
    return (await this.#get(path)).json();
  }

  #get(path: string, signal?: AbortSignal): Promise<Response> {
    return this.#send("GET", path, signal);
  }

  #send(method: "GET" | "POST" | "DELETE", path: string, signal?: AbortSignal): Promise<Response> {
    const init = { method, ...(signal === undefined ? {} : { signal }) };
    return this.#answer(new Request(`${BASE_URL}${path}`, init));
  }

  async #answer(request: Request): Promise<Response> {
    const response = await this.#fetch(request);
    if (response.ok) return response;
    const body = z.object({ error: z.object({ message: z.string() }) }).safeParse(await response.json());
    throw serviceError(response.status, body.data?.error.message);
  }
}

function attachmentsOf(fileIds: readonly string[]) {
  return fileIds.map((file_id) => ({ file_id, tools: [{ type: "code_interpreter" as const }] }));
}

/** What the SDK throws, as the service's own sentence: the SDK puts the status in front. */
async function plain<T>(call: PromiseLike<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof APIError) || typeof error.status !== "number") throw error;
    const body = z.object({ message: z.string() }).safeParse(error.error);
    throw serviceError(error.status, body.data?.message, error);
  }
}

function serviceError(status: number, message: string | undefined, cause?: unknown): InterpreterError {
  const text = message ?? `The service answered with status ${status}.`;
  return new InterpreterError("upstream", "service_error", text, { status, cause });
}
