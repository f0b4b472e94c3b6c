import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIError } from "openai";
import type { Run } from "openai/resources/beta/threads/runs/runs";
import { onTestFinished } from "vitest";
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import type { Change, ThreadEvent } from "../../src/domain/event.ts";
import type { PythonSessions } from "../../src/python/session.ts";
import type { RunLimits } from "../../src/run/limits.ts";
import type { Runner } from "../../src/run/runner.ts";
import type { Blobs } from "../../src/service/store/blobs.ts";
import { FakeSessions, type Repertoire } from "../fakes/fakeSessions.ts";
import { type Piece, ScriptedModel } from "../fakes/scriptedModel.ts";
import { localRunner, sdkFor, serve } from "./serve.ts";

export interface LabOptions {
  /** What the model answers, in order, over all runs. */
  readonly answers?: readonly (readonly Piece[])[];
  /** What each code does in the fake Python. */
  readonly python?: Repertoire;
  /** In place of the fake. */
  readonly sessions?: PythonSessions;
  readonly limits?: Partial<RunLimits>;
  /** In place of the local one, which all of the above is for. */
  readonly runner?: Runner;
  /** A folder that is there already. */
  readonly folder?: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** In place of those in the folder. */
  readonly blobs?: Blobs;
}

type RunId = Pick<Run, "id" | "thread_id">;

export const tools = [{ type: "code_interpreter" as const }];

export type Lab = Awaited<ReturnType<typeof openLab>>;

/** The service over a temporary folder, and the openai SDK to speak to it; both are gone when the test ends. */
export async function openLab({ answers = [], python = {}, ...options }: LabOptions = {}) {
  const folder = options.folder ?? (await temporaryFolder());
  const model = new ScriptedModel(answers);
  const sessions = options.sessions ?? new FakeSessions(python);
  const { now, blobs } = options;
  const service = serve(folder, options.runner ?? localRunner(model, sessions, options.limits), {
    ...(now === undefined ? {} : { now }),
    ...(blobs === undefined ? {} : { blobs }),
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= service.dispose());
  onTestFinished(close);
  const openai = sdkFor(service.fetch);
  const client = new InterpreterClient(service.fetch);
  const { assistants, threads } = openai.beta;

  /** The thread's events up to the first that fits. */
  async function eventsUntil(threadId: string, fits: (change: Change) => boolean): Promise<ThreadEvent[]> {
    const enough = new AbortController();
    const events: ThreadEvent[] = [];
    for await (const event of client.events(threadId, 0, enough.signal)) {
      events.push(event);
      if (!fits(event.change)) continue;
      enough.abort();
      break;
    }
    return events;
  }

  async function upload(name: string, content: string): Promise<string> {
    const file = await openai.files.create({ file: new File([content], name), purpose: "assistants" });
    return file.id;
  }

  /** A thread with one question. */
  async function question(text = "What is in it?", fileIds: readonly string[] = []): Promise<string> {
    const attachments = fileIds.map((file_id) => ({ file_id, tools }));
    return (await threads.create({ messages: [{ role: "user", content: text, attachments }] })).id;
  }

  async function assistant(): Promise<string> {
    return (await assistants.create({ model: "gpt-4-1106-preview", tools })).id;
  }

  /** A run on a thread that has a question, as it was just created. */
  async function start(threadId?: string): Promise<Run> {
    return threads.runs.create(threadId ?? (await question()), { assistant_id: await assistant() });
  }

  async function retrieve({ id, thread_id }: RunId): Promise<Run> {
    return threads.runs.retrieve(id, { thread_id });
  }

  /** Once the model was asked: what is cancelled before that takes no answer. */
  async function begun({ id, thread_id }: RunId): Promise<void> {
    await eventsUntil(thread_id, (change) => change.type === "run.started" && change.runId === id);
  }

  /** The run once it has ended. */
  async function ended({ id, thread_id }: RunId): Promise<Run> {
    await eventsUntil(thread_id, (change) => change.type === "run.ended" && change.runId === id);
    return retrieve({ id, thread_id });
  }

  /** A run on a question, or on the thread given, once it has ended. */
  async function run(threadId?: string): Promise<Run> {
    return ended(await start(threadId));
  }

  /** The run's steps in the order in which they were made. */
  async function stepsOf({ id, thread_id }: Run) {
    return (await threads.runs.steps.list(id, { thread_id, order: "asc" })).data;
  }

  /** Code and outputs of every cell of the run. */
  async function cellsOf(of: Run) {
    const details = (await stepsOf(of)).map((step) => step.step_details);
    const calls = details.flatMap((detail) => (detail.type === "tool_calls" ? detail.tool_calls : []));
    return calls.flatMap((call) => (call.type === "code_interpreter" ? [call.code_interpreter] : []));
  }

  /** What the assistant said in the thread, oldest first. */
  async function answersIn(threadId: string) {
    const { data } = await threads.messages.list(threadId, { order: "asc" });
    return data.filter(({ role }) => role === "assistant");
  }

  const asked = { eventsUntil, begun, ended, retrieve, stepsOf, cellsOf, answersIn };
  const acted = { upload, question, assistant, start, run };
  return { folder, model, service, openai, client, threads, close, ...acted, ...asked };
}

/** A new folder, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "service-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** How the API refused the request: status, and the fields of its error. */
export async function refusal(request: Promise<unknown>): Promise<object> {
  const error = await request.then(
    () => new Error("The request was not refused."),
    (reason: unknown) => reason,
  );
  if (!(error instanceof APIError)) throw error;
  return { status: error.status, ...error.error };
}

/** A refusal with this text, in the API's form. */
export function refused(status: number, message: string, details: { param?: string; code?: string } = {}) {
  const { param = null, code = null } = details;
  return { status, message, type: "invalid_request_error", param, code };
}
