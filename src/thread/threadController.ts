import { type Clock, systemClock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Log } from "../base/log.ts";
import type { InterpreterClient, ThreadSummary } from "../client/interpreterClient.ts";
import type { Change, ThreadEvent } from "../domain/event.ts";
import { codeQuestion, GIVEN_CODE } from "../domain/givenCode.ts";
import type { SessionState } from "../domain/session.ts";
import { titleOf } from "../domain/title.ts";
import { isBusy, type Transcript } from "../domain/transcript.ts";
import { Following } from "./following.ts";
import { emptyTranscript, reduceTranscript } from "./reduceTranscript.ts";
import { SessionWatch } from "./sessionWatch.ts";
import type { Source } from "./source.ts";
import { Target } from "./target.ts";

// The service's own limit of a message.
const MAX_CHARS = 256_000;
const MAX_TITLE = 200;

const TOUCH_SESSION: ReadonlySet<Change["type"]> = new Set(["session.opened", "cell.done", "run.ended"]);

/** The thread that is open: its transcript, and what a person can do with it. */
export class ThreadController implements Disposable {
  readonly #client: InterpreterClient;
  readonly #parts: { readonly client: InterpreterClient; readonly log: Log; readonly clock: Clock };
  readonly #workspace: string;
  readonly #mayAsk: () => Promise<void>;
  readonly #changed = new Emitter<Transcript | null>();
  readonly #listChanged = new Emitter<void>();
  readonly #session: SessionWatch;
  #transcript: Transcript | null = null;
  #following: Following | null = null;
  #fault: string | null = null;
  #telling: NodeJS.Immediate | undefined;
  #target = new Target(null);

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
    this.#parts = { client, log, clock };
    this.#workspace = workspace;
    this.#mayAsk = mayAsk;
    this.#session = new SessionWatch({ client, clock, onChange: () => this.#tell() });
  }

  /** Null when no thread is open. */
  get transcript(): Transcript | null {
    return this.#transcript;
  }

  readonly onDidChange = (listener: (transcript: Transcript | null) => void): Disposable =>
    this.#changed.on(listener);

  /** A thread was renamed or deleted here, the open one or another. */
  readonly onDidChangeList = (listener: () => void): Disposable => this.#listChanged.on(listener);

  /** Opens a thread that exists: its log is read from the start, then followed. */
  open(threadId: string): void {
    this.#target = new Target(threadId);
    this.#show(threadId);
  }

  #show(threadId: string): void {
    this.#following?.dispose();
    this.#fault = null;
    this.#set(emptyTranscript(threadId));
    this.#session.watch(threadId);
    this.#following = new Following(threadId, {
      ...this.#parts,
      onEvent: (event) => this.#take(event),
      onFault: (fault) => {
        this.#fault = fault;
        this.#tell();
      },
      onGone: () => this.newThread(),
    });
  }

  /** Opens the thread of this workspace in which something happened last, if it has one. */
  async openLast(): Promise<void> {
    const threads = await this.history();
    const last = threads.find(({ workspace }) => workspace === this.#workspace);
    if (last !== undefined && this.#transcript === null) this.open(last.id);
  }

  /** Why the open thread may be behind what happened, as a sentence; null when it is not. It is tried again. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Leaves the open thread; a run in it goes on. The new one is made with its first question. */
  newThread(): void {
    this.#target = new Target(null);
    this.#following?.dispose();
    this.#following = null;
    this.#fault = null;
    this.#set(null);
    this.#session.watch(null);
  }

  /**
   * Sends a question with its files to the open thread, or to a new one. While a run of the thread works it waits in
   * the transcript's queue. Resolves once all of it is kept.
   */
  ask(text: string, sources: readonly Source[]): Promise<void> {
    return this.#send(text, () => this.#upload(sources), false);
  }

  /**
   * Runs `code` in the open thread's session as it is, without a model; in a new thread when none is open. It waits as
   * a question does.
   */
  async runCode(code: string): Promise<void> {
    const text = codeQuestion(code);
    if (text.length > MAX_CHARS) {
      throw new InterpreterError(
        "user",
        "too_long",
        t("The code is longer than {0} characters.", MAX_CHARS),
        {
          action: t("Save it as a file, give that to the thread, and run it from /mnt/data."),
        },
      );
    }
    await this.#send(text, () => Promise.resolve([]), true);
  }

  /**
   * Asks the last question of the open thread again, as a new one, with the files as they were given and the model that
   * is chosen now. Throws InterpreterError of kind "user" while a run works.
   */
  async retry(): Promise<void> {
    const turn = this.#transcript?.turns.at(-1);
    if (turn === undefined) return;
    if (this.busy) throw busy(t("Press Stop, or wait for the answer, then ask again."));
    const fileIds = turn.attachments.map(({ id }) => id);
    await this.#send(turn.question, () => Promise.resolve(fileIds), turn.model === GIVEN_CODE);
  }

  /** Sends a question that waits. Throws InterpreterError of kind "user" while a run works. */
  async sendQueued(id: string): Promise<void> {
    if (this.#transcript === null) return;
    if (this.busy) throw busy(t("The question waits and is sent after it."));
    await this.#mayAsk();
    await orOver(this.#client.sendQueued(this.#transcript.threadId, id));
  }

  /** Takes back a question that waits. */
  async removeQueued(id: string): Promise<void> {
    if (this.#transcript === null) return;
    await orOver(this.#client.removeQueued(this.#transcript.threadId, id));
  }

  async #upload(sources: readonly Source[]): Promise<string[]> {
    const ids: string[] = [];
    for (const source of sources) ids.push(await this.#client.upload(source.name, await source.open()));
    return ids;
  }

  // The person may leave the thread before its files are kept; the question stays in it.
  async #send(text: string, keep: () => Promise<readonly string[]>, asIs: boolean): Promise<void> {
    const target = this.#target;
    // What was asked while something worked stays behind what waits for the same.
    const ahead = !this.busy;
    const files = (asIs ? Promise.resolve() : this.#mayAsk()).then(keep);
    // What fails early is told in its turn.
    files.catch(() => {});
    await target.inOrder(async () => {
      const fileIds = await files;
      const labels = { title: titleOf(text), workspace: this.#workspace };
      target.threadId ??= await this.#client.createThread(labels);
      if (this.#target === target && this.#transcript === null) this.#show(target.threadId);
      await this.#client.askOrQueue(target.threadId, { text, fileIds, asIs, ahead });
    });
  }

  /** Whether a question of the open thread is being sent or answered. */
  get busy(): boolean {
    return this.#target.isSending || (this.#transcript !== null && isBusy(this.#transcript));
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

  /** All threads, the one in which something happened last first. */
  async history(): Promise<readonly ThreadSummary[]> {
    const threads = await this.#client.listThreads();
    return threads.toSorted((a, b) => b.updatedAt - a.updatedAt);
  }

  /** An empty title gives the thread back the one of its first question. */
  async rename(threadId: string, title: string): Promise<void> {
    const line = title.replace(/\s+/g, " ").trim();
    await this.#client.renameThread(threadId, Array.from(line).slice(0, MAX_TITLE).join(""));
    this.#listChanged.emit();
  }

  /**
   * Deletes a thread with its files, its queue and its session; the open one is left. Throws InterpreterError of kind
   * "user" while a run of it works, in whichever window.
   */
  async delete(threadId: string): Promise<void> {
    try {
      await this.#client.deleteThread(threadId);
    } catch (error) {
      if (statusOf(error) === 400) throw busy(t("Stop it, then delete the thread."));
      if (statusOf(error) !== 404) throw error;
    }
    if (this.#transcript?.threadId === threadId) this.newThread();
    this.#listChanged.emit();
  }

  dispose(): void {
    this.#following?.dispose();
    this.#session.dispose();
    clearImmediate(this.#telling);
    this.#changed.dispose();
    this.#listChanged.dispose();
  }

  #take(event: ThreadEvent): void {
    if (this.#transcript === null) return;
    this.#transcript = reduceTranscript(this.#transcript, event);
    // Reading an old thread brings thousands of events at once, and each listener draws.
    this.#telling ??= setImmediate(() => this.#tell());
    if (TOUCH_SESSION.has(event.change.type)) this.#session.refresh();
  }

  #set(transcript: Transcript | null): void {
    this.#transcript = transcript;
    this.#tell();
  }

  #tell(): void {
    clearImmediate(this.#telling);
    this.#telling = undefined;
    this.#changed.emit(this.#transcript);
  }
}

function busy(action: string): InterpreterError {
  return new InterpreterError("user", "busy", t("This thread is still working on a question."), { action });
}

/** Passes over the API's answer for what has ended, or was done by somebody else: its event is on the way. */
async function orOver(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusOf(error) !== 400 && statusOf(error) !== 404) throw error;
  }
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && "status" in error ? error.status : undefined;
}
