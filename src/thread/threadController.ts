import { type Clock, systemClock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Log } from "../base/log.ts";
import type { InterpreterClient, ThreadSummary } from "../client/interpreterClient.ts";
import type { Change } from "../domain/event.ts";
import { codeQuestion } from "../domain/givenCode.ts";
import type { SessionState } from "../domain/session.ts";
import { isBusy, type Transcript } from "../domain/transcript.ts";
import { emptyTranscript, reduceTranscript, titleOf } from "./reduceTranscript.ts";
import { SessionWatch } from "./sessionWatch.ts";
import type { Source } from "./source.ts";

const TOUCH_SESSION: ReadonlySet<Change["type"]> = new Set(["session.opened", "cell.done", "run.ended"]);

/** The thread that is open: its transcript, and what a person can do with it. */
export class ThreadController implements Disposable {
  readonly #client: InterpreterClient;
  readonly #log: Log;
  readonly #workspace: string;
  readonly #mayAsk: () => Promise<void>;
  readonly #changed = new Emitter<Transcript | null>();
  readonly #session: SessionWatch;
  #transcript: Transcript | null = null;
  #following = new AbortController();
  #asking = false;

  /**
   * `workspace`: names what is open in the editor, so that its threads are found again; may be empty. `mayAsk`: awaited
   * before a question goes to a model; what it throws leaves the question unsent.
   */
  constructor(
    client: InterpreterClient,
    log: Log,
    workspace: string,
    clock: Clock = systemClock,
    mayAsk: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#client = client;
    this.#log = log;
    this.#workspace = workspace;
    this.#mayAsk = mayAsk;
    const onChange = (): void => this.#changed.emit(this.#transcript);
    this.#session = new SessionWatch({ client, clock, onChange });
  }

  /** Null when no thread is open. */
  get transcript(): Transcript | null {
    return this.#transcript;
  }

  readonly onDidChange = (listener: (transcript: Transcript | null) => void): Disposable =>
    this.#changed.on(listener);

  /** Opens a thread that exists: its log is read from the start, then followed. */
  open(threadId: string): void {
    this.#following.abort();
    const following = new AbortController();
    this.#following = following;
    this.#set(emptyTranscript(threadId));
    this.#session.watch(threadId);
    this.#follow(threadId, following.signal).catch((error: unknown) => {
      this.#log.error("thread could not be followed", error, { threadId });
    });
  }

  /** Opens the newest thread of this workspace, if it has one. */
  async openLast(): Promise<void> {
    const threads = await this.#client.listThreads();
    const last = threads.find(({ workspace }) => workspace === this.#workspace);
    if (last !== undefined && this.#transcript === null) this.open(last.id);
  }

  /** Leaves the open thread; a run in it goes on. The new one is made with its first question. */
  newThread(): void {
    this.#following.abort();
    this.#set(null);
    this.#session.watch(null);
  }

  /**
   * Sends a question with its files to the open thread, or to a new one. Resolves once all of it is kept. Throws
   * InterpreterError of kind "user" when a run of the thread works: one thread answers one question at a time.
   */
  ask(text: string, sources: readonly Source[]): Promise<void> {
    return this.#ask(text, sources, false);
  }

  /** Runs `code` in the open thread's session as it is, without a model; in a new thread when none is open. */
  async runCode(code: string): Promise<void> {
    await this.#ask(codeQuestion(code), [], true);
  }

  async #ask(text: string, sources: readonly Source[], asIs: boolean): Promise<void> {
    if (this.busy) {
      throw busy("Your new one was not sent: wait for the answer, press Stop, or start a new thread.");
    }
    this.#asking = true;
    // The person may leave the thread before its files are kept; the question stays in it.
    const open = this.#transcript?.threadId;
    try {
      if (!asIs) await this.#mayAsk();
      const fileIds: string[] = [];
      for (const source of sources) fileIds.push(await this.#client.upload(source.name, await source.open()));
      const threadId =
        open ?? (await this.#client.createThread({ title: titleOf(text), workspace: this.#workspace }));
      if (open === undefined) this.open(threadId);
      await this.#client.ask(threadId, text, fileIds, { asIs });
    } finally {
      this.#asking = false;
    }
  }

  get busy(): boolean {
    return this.#asking || (this.#transcript !== null && isBusy(this.#transcript));
  }

  /** Ends the run that works in the open thread; does nothing when none does. */
  async stop(): Promise<void> {
    const turn = this.#transcript?.turns.at(-1);
    if (this.#transcript === null || turn === undefined || turn.runId === null || turn.endedAt !== null)
      return;
    if (turn.state === "stopping") return;
    await orOver(this.#client.cancel(this.#transcript.threadId, turn.runId));
  }

  /** The open thread's Python session, or null when it has none that is alive here: another window's is not seen. */
  get session(): SessionState | null {
    return this.#session.state;
  }

  /** Asks the last question of the open thread again, with its files. */
  async retry(): Promise<void> {
    throw new Error("retry");
  }

  /** Ends the cell that runs, if one does; its run goes on with what the cell had. */
  async interruptCell(): Promise<void> {
    if (this.#transcript === null) return;
    await orOver(this.#client.interrupt(this.#transcript.threadId));
  }

  /**
   * Ends the open thread's Python session: variables are gone, files are kept. Throws InterpreterError of kind "user"
   * while a run works.
   */
  async restartSession(): Promise<void> {
    if (this.#transcript === null) return;
    if (this.busy) throw busy(t("Press Stop, then restart Python."));
    await this.#client.endSession(this.#transcript.threadId);
    this.#session.refresh();
  }

  /** Sends a question that waits, when no run works any more. */
  async sendQueued(_id: string): Promise<void> {
    throw new Error("sendQueued");
  }

  async removeQueued(_id: string): Promise<void> {
    throw new Error("removeQueued");
  }

  /** All threads, the one with the latest question first. */
  async history(): Promise<readonly ThreadSummary[]> {
    return this.#client.listThreads();
  }

  async rename(_threadId: string, _title: string): Promise<void> {
    throw new Error("rename");
  }

  /** Deletes a thread with its files and its session; leaves it first when it is the open one. */
  async delete(_threadId: string): Promise<void> {
    throw new Error("delete");
  }

  dispose(): void {
    this.#following.abort();
    this.#session.dispose();
    this.#changed.dispose();
  }

  async #follow(threadId: string, signal: AbortSignal): Promise<void> {
    for await (const event of this.#client.events(threadId, 0, signal)) {
      if (signal.aborted || this.#transcript === null) return;
      this.#set(reduceTranscript(this.#transcript, event));
      if (TOUCH_SESSION.has(event.change.type)) this.#session.refresh();
    }
  }

  #set(transcript: Transcript | null): void {
    this.#transcript = transcript;
    this.#changed.emit(transcript);
  }
}

function busy(action: string): InterpreterError {
  return new InterpreterError("user", "busy", t("This thread is still working on a question."), { action });
}

/** Passes over the API's answer for a run or a cell that has ended meanwhile; its event is on the way. */
async function orOver(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Error && "status" in error && error.status === 400)) throw error;
  }
}
