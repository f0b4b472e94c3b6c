import { InterpreterClient, type Question, type ThreadSummary } from "../../src/client/interpreterClient.ts";
import type { Change, ThreadEvent } from "../../src/domain/event.ts";
import type { SessionState } from "../../src/domain/session.ts";
import { logOf } from "./events.ts";

/** A service of the test's own: keeps what it is asked, and lets threads have the events that the test wants. */
export class FakeClient extends InterpreterClient {
  readonly calls: string[] = [];
  threads: ThreadSummary[] = [];
  /** Sessions that are alive, by thread. */
  readonly sessions = new Map<string, SessionState>();
  /** What the next call of a method throws. */
  readonly failures = new Map<string, Error>();
  /** Resolves when an upload may go on. */
  uploading: Promise<void> = Promise.resolve();
  /** What the next looks into a log throw. */
  readonly following: Error[] = [];
  readonly #deleted = new Set<string>();
  readonly #logs = new Map<string, Change[]>();
  readonly #wake = new Set<() => void>();
  #count = 0;

  constructor() {
    super(() => Promise.reject(new Error("No request was expected.")));
  }

  /** Somebody else deletes the thread. */
  disappear(threadId: string): void {
    this.#deleted.add(threadId);
    for (const wake of this.#wake) wake();
  }

  /** Ends the connection of those who follow with an error. */
  breakOff(...failures: Error[]): void {
    this.following.push(...failures);
    for (const wake of this.#wake) wake();
  }

  /** Appends to a thread's log. */
  happen(threadId: string, ...changes: Change[]): void {
    this.#logs.set(threadId, [...(this.#logs.get(threadId) ?? []), ...changes]);
    for (const wake of this.#wake) wake();
  }

  override createThread({ title = "" } = {}): Promise<string> {
    return this.#call(`createThread ${title}`, `thread_${++this.#count}`);
  }

  override listThreads(): Promise<ThreadSummary[]> {
    return this.#call("listThreads", this.threads);
  }

  override renameThread(threadId: string, title: string): Promise<void> {
    return this.#call(`renameThread ${threadId} ${title}`, undefined);
  }

  override deleteThread(threadId: string): Promise<void> {
    return this.#call(`deleteThread ${threadId}`, undefined);
  }

  override async upload(name: string): Promise<string> {
    await this.uploading;
    return this.#call(`upload ${name}`, `file-${name}`);
  }

  override askOrQueue(threadId: string, { text, fileIds, asIs, ahead }: Question): Promise<string | null> {
    const how = `${asIs ? " as is" : ""}${ahead ? "" : " behind"}`;
    return this.#call(`ask ${threadId} ${text} [${fileIds.join()}]${how}`, ahead ? "run_1" : null);
  }

  override sendQueued(threadId: string, id: string): Promise<void> {
    return this.#call(`sendQueued ${threadId} ${id}`, undefined);
  }

  override removeQueued(threadId: string, id: string): Promise<void> {
    return this.#call(`removeQueued ${threadId} ${id}`, undefined);
  }

  override cancel(threadId: string, runId: string): Promise<void> {
    return this.#call(`cancel ${threadId} ${runId}`, undefined);
  }

  override session(threadId: string): Promise<SessionState | null> {
    return this.#call(`session ${threadId}`, this.sessions.get(threadId) ?? null);
  }

  override endSession(threadId: string): Promise<void> {
    this.sessions.delete(threadId);
    return this.#call(`endSession ${threadId}`, undefined);
  }

  override interrupt(threadId: string): Promise<void> {
    return this.#call(`interrupt ${threadId}`, undefined);
  }

  override async *events(threadId: string, seq: number, signal: AbortSignal): AsyncGenerator<ThreadEvent> {
    let next = seq;
    this.calls.push(`follow ${threadId} ${seq}`);
    const failure = this.following.shift();
    if (failure !== undefined) throw failure;
    if (this.#deleted.has(threadId)) throw Object.assign(new Error("No thread found"), { status: 404 });
    try {
      while (!signal.aborted && !this.#deleted.has(threadId)) {
        const fresh = logOf(...(this.#logs.get(threadId) ?? [])).slice(next);
        next += fresh.length;
        yield* fresh;
        const broken = this.following.shift();
        if (broken !== undefined) throw broken;
        if (fresh.length === 0) await this.#nextChange(signal);
      }
    } finally {
      this.calls.push(`left ${threadId}`);
    }
  }

  async #nextChange(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake.add(resolve);
    signal.addEventListener("abort", () => resolve());
    await promise;
    this.#wake.delete(resolve);
  }

  async #call<T>(call: string, result: T): Promise<T> {
    this.calls.push(call);
    const method = call.split(" ", 1)[0] ?? "";
    const failure = this.failures.get(method);
    this.failures.delete(method);
    if (failure !== undefined) throw failure;
    return result;
  }
}
