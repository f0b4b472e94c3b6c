import type OpenAI from "openai";
import { InterpreterError } from "../../base/errors.ts";
import { newId } from "../../base/ids.ts";
import type { CellEnd } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import { GIVEN_CODE } from "../../domain/givenCode.ts";
import { BatchedEmit } from "../batch.ts";
import { answerCalls } from "../functionCalls.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { RunContext } from "../runner.ts";
import { Additions } from "./additions.ts";
import { type Assistants, isAssistant } from "./assistants.ts";
import { Counterpart } from "./counterpart.ts";
import { explain, statusOf } from "./failures.ts";
import { Following } from "./following.ts";
import { hasEnded, type Run } from "./objects.ts";
import type { RemoteSessions } from "./remoteSessions.ts";
import { RemoteView } from "./remoteView.ts";
import { type Ended, endOf, failure } from "./runEnd.ts";
import { runParams } from "./runParams.ts";
import { withTextLimit } from "./textLimit.ts";

/** A server that speaks the Assistants API, and who is to answer there. */
export interface RemoteServer {
  readonly client: OpenAI;
  /** A model's name, or the id of an assistant that the server has. */
  readonly model: string;
  /** For people, e.g. "localhost:8080". */
  readonly host: string;
}

export interface RemoteParts {
  /** Asked once a run, as the person may choose another one between runs. */
  readonly connect: () => Promise<RemoteServer>;
  /** Between looks at a run whose stream broke off; more after looks that failed. */
  readonly pollMs?: number;
}

interface Parts extends RemoteParts {
  readonly assistants: Assistants;
  readonly sessions: RemoteSessions;
}

/** What a run works with once its server is known. */
interface Place extends RemoteServer {
  readonly additions: Additions;
  readonly counterpart: Counterpart;
  readonly view: RemoteView;
  readonly following: Following;
}

const POLL_MS = 500;
const SETTLE_MS = 10_000;
const MAX_SUBMITS = 3;
/** How a cell ends that is open when its run ends. */
const CUT_OFF: Record<Ended["end"], { end: CellEnd; reason: string } | null> = {
  completed: null,
  cancelled: { end: "stopped", reason: "Stopped. Files are kept." },
  failed: { end: "lost", reason: "Cut off with the run." },
  incomplete: { end: "lost", reason: "Cut off with the run." },
  expired: { end: "lost", reason: "The run's time was over." },
};

/** One run that another server carries out, from its start to its end. */
export class RemoteRun {
  readonly #parts: Parts;
  readonly #context: RunContext;
  readonly #batch: BatchedEmit;
  readonly #deadline = AbortSignal.timeout(DEFAULT_LIMITS.runTimeoutMs);
  readonly #signal: AbortSignal;
  readonly #once: { signal: AbortSignal; maxRetries: number };
  #server: RemoteServer | null = null;
  #place: Place | null = null;

  constructor(parts: Parts, context: RunContext) {
    this.#parts = parts;
    this.#context = context;
    this.#batch = new BatchedEmit((change) => context.emit(change));
    this.#signal = AbortSignal.any([context.signal, this.#deadline]);
    this.#once = { signal: this.#signal, maxRetries: 0 };
  }

  async toEnd(): Promise<void> {
    const ended = await this.#carryOut().catch((thrown: unknown) => this.#afterFailure(thrown));
    await this.#place?.view.close(CUT_OFF[ended.end]);
    this.#batch.emit({ type: "run.ended", runId: this.#context.runId, ...ended });
    this.#batch.flush();
  }

  async #carryOut(): Promise<Ended> {
    const server = await this.#begin();
    // Choosing may have taken a person's time: nothing is sent for a run that was stopped meanwhile.
    this.#signal.throwIfAborted();
    const place = await this.#prepare(server);
    const listening = this.#context.onInterrupt?.(() => void this.#interrupt(place));
    try {
      return endOf(await this.#toEndOf(place), place.host);
    } finally {
      listening?.dispose();
    }
  }

  /** The server, told to people before it is sent anything. */
  async #begin(): Promise<RemoteServer> {
    try {
      return (this.#server = await this.#parts.connect());
    } finally {
      const server = this.#server;
      const { runId, instructions } = this.#context;
      const told = server && {
        model: server.model,
        sent: { to: server.host, instructions, withFiles: true },
      };
      this.#batch.emit({ type: "run.started", runId, ...told });
    }
  }

  async #prepare(server: RemoteServer): Promise<Place> {
    const { client, host } = server;
    const context = this.#context;
    const { runId, threadId } = context;
    const say = (text: string): void => this.#batch.emit({ type: "run.note", runId, text });
    const counterpart = new Counterpart({ client, host, context, signal: this.#signal, say });
    await counterpart.catchUp();
    const additions = new Additions(client);
    const opened = await this.#parts.sessions.opening(threadId, { additions, counterpart, host });
    const view = new RemoteView({
      runId,
      emit: withTextLimit(this.#batch.emit, host),
      files: counterpart.files,
      onCell: () => {
        const change = opened(context.turns.some(({ role }) => role === "cell"));
        if (change !== null) this.#batch.emit({ type: "session.opened", runId, ...change });
      },
      newFiles: async () => {
        await this.#parts.sessions.refresh(threadId);
        return this.#newFiles(additions, counterpart);
      },
    });
    const following = new Following({
      ...{ client, host, view, say },
      pollMs: this.#parts.pollMs ?? POLL_MS,
      threadId: counterpart.threadId,
      ourRunId: runId,
      onRun: (id) => counterpart.setRun(id),
    });
    return (this.#place = { ...server, additions, counterpart, view, following });
  }

  async #toEndOf({ following, counterpart, ...place }: Place): Promise<Run> {
    const { client } = place;
    const of = { thread_id: counterpart.threadId };
    let run = await following.toRest(await this.#starter({ following, counterpart, ...place }), this.#signal);
    const answers = new Map<string, string>();
    for (let submits = 0; run.status === "requires_action"; submits++) {
      const open = callsOf(run).filter(({ id }) => !answers.has(id));
      if (open.length > 0) submits = 0;
      // The same calls are asked for again when the answers got lost: nothing is called twice.
      if (submits >= MAX_SUBMITS) throw unanswered(place.host);
      const given = await this.#answer(open);
      if (given === null) {
        // A later run brings the answers, and tells all that was before; this one would lock its thread there.
        await client.beta.threads.runs.cancel(run.id, of).catch(() => {});
        counterpart.setRun(null);
        return { ...run, status: "completed" };
      }
      for (const [id, output] of given) answers.set(id, output);
      const tool_outputs = callsOf(run).map(({ id }) => ({
        tool_call_id: id,
        output: answers.get(id) ?? "",
      }));
      const body = { ...of, tool_outputs, stream: true } as const;
      const { id: runId } = run;
      run = await following.toRest(
        () => client.beta.threads.runs.submitToolOutputs(runId, body, this.#once),
        this.#signal,
      );
    }
    counterpart.setRun(null);
    return run;
  }

  /** What starts the run there. An assistant of ours that was deleted is made anew. */
  async #starter({ client, model, host, additions, counterpart }: Place) {
    const { assistants } = this.#parts;
    const { threadId } = counterpart;
    const isNamed = isAssistant(model);
    const runsAsIs = this.#context.settings?.model?.model === GIVEN_CODE;
    if (runsAsIs && (await additions.session(threadId)) === undefined) throw notAsIs(host);
    const create = async () => {
      const params = runParams(this.#context, await assistants.idFor(client, model), isNamed);
      const body = runsAsIs ? { ...params, model: GIVEN_CODE } : params;
      return client.beta.threads.runs.create(threadId, body, this.#once);
    };
    return () =>
      create().catch((error: unknown) => {
        if (isNamed || statusOf(error) !== 404) throw error;
        assistants.forget(client, model);
        return create();
      });
  }

  /** Null: a later run is told. */
  async #answer(calls: ReturnType<typeof callsOf>): Promise<[id: string, output: string][] | null> {
    if (calls.length === 0) return [];
    this.#batch.flush();
    const own = calls.map(({ function: { name, arguments: given } }) => ({
      ...{ id: newId("call"), name },
      arguments: given,
    }));
    const answered = await answerCalls(this.#context, own, this.#signal);
    return answered?.map(({ output }, index) => [calls[index]!.id, output]) ?? null;
  }

  /** Our own service tells what code has made as soon as it has; others with the message that hands it over. */
  async #newFiles(additions: Additions, { threadId, files }: Counterpart): Promise<FileRef[]> {
    const kept: FileRef[] = [];
    for (const { id } of (await additions.madeFiles(threadId)) ?? []) {
      if (files.isKnown(id)) continue;
      const file = await files.fetch(id);
      if (file !== null) kept.push(file);
    }
    return kept;
  }

  async #interrupt({ additions, counterpart, host }: Place): Promise<void> {
    const done = await additions.interrupt(counterpart.threadId).catch(() => true);
    if (done) return;
    const text = `${host} cannot interrupt a cell; stopping the run ends it.`;
    this.#batch.emit({ type: "run.note", runId: this.#context.runId, text });
  }

  async #afterFailure(thrown: unknown): Promise<Ended> {
    if (!this.#signal.aborted) {
      return failure(this.#server === null ? thrown : explain(thrown, this.#server));
    }
    await this.#stop().catch(() => {});
    return { end: this.#context.signal.aborted ? "cancelled" : "expired" };
  }

  /** Has the run there end as well, and takes in what it did until then. */
  async #stop(): Promise<void> {
    if (this.#place === null) return;
    const { client, counterpart, following } = this.#place;
    const { runId } = following;
    if (runId === null) return;
    const signal = AbortSignal.timeout(SETTLE_MS);
    counterpart.files.goOnUntil(signal);
    const of = { thread_id: counterpart.threadId };
    try {
      await client.beta.threads.runs.cancel(runId, of, { signal, maxRetries: 0 });
    } catch (error) {
      // One that has ended meanwhile refuses; who cannot be reached will not tell more.
      if (statusOf(error) === undefined) return;
    }
    if (hasEnded(await following.poll(signal))) counterpart.setRun(null);
  }
}

function callsOf({ required_action: action }: Run) {
  return action?.submit_tool_outputs.tool_calls ?? [];
}

function unanswered(host: string): InterpreterError {
  const message = `${host} did not take the results of its function calls.`;
  return new InterpreterError("upstream", "server_error", message, { action: "Ask again." });
}

function notAsIs(host: string): InterpreterError {
  const message = `${host} cannot run code as it is: only a model that it asks can.`;
  const action = "Choose another connection, or ask for it in words.";
  return new InterpreterError("user", "no_given_code", message, { action });
}
