import { type Clock, systemClock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Log } from "../base/log.ts";
import type { InterpreterClient, ThreadSummary } from "../client/interpreterClient.ts";
import type { Change } from "../domain/event.ts";
import { codeQuestion, GIVEN_CODE } from "../domain/givenCode.ts";
import type { SessionState } from "../domain/session.ts";
import { isBusy, type Transcript } from "../domain/transcript.ts";
import { emptyTranscript, reduceTranscript, titleOf } from "./reduceTranscript.ts";
import { SessionWatch } from "./sessionWatch.ts";
import type { Source } from "./source.ts";
import { Target } from "./target.ts";

// The service's own limit of a message.
const MAX_CHARS = 256_000;

const TOUCH_SESSION: ReadonlySet<Change["type"]> = new Set(["session.opened", "cell.done", "run.ended"]);

/** The thread that is open: its transcript, and what a person can do with it. */
export class ThreadController implements Disposable {
  readonly #client: InterpreterClient;
  readonly #log: Log;
  readonly #workspace: string;
  readonly #changed = new Emitter<Transcript | null>();
  readonly #session: SessionWatch;
  #transcript: Transcript | null = null;
  #following = new AbortController();
  #target = new Target(null);

  /** `workspace`: names what is open in the editor, so that its threads are found again; may be empty. */
  constructor(client: InterpreterClient, log: Log, workspace: string, clock: Clock = systemClock) {
    this.#client = client;
    this.#log = log;
    this.#workspace = workspace;
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
    this.#target = new Target(threadId);
    this.#show(threadId);
  }

  #show(threadId: string): void {
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
    this.#target = new Target(null);
    this.#following.abort();
    this.#set(null);
    this.#session.watch(null);
  }

  /**
   * Sends a question with its files to the open thread, or to a new one. While a run of the thread works it waits in
   * the transcript's queue. Resolves once all of it is kept.
   */
  ask(text: string, sources: readonly Source[]): Promise<void> {
    return this.#send(text, this.#upload(sources), false);
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
    await this.#send(text, Promise.resolve([]), true);
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
    await this.#send(turn.question, Promise.resolve(fileIds), turn.model === GIVEN_CODE);
  }

  /** Sends a question that waits. Throws InterpreterError of kind "user" while a run works. */
  async sendQueued(id: string): Promise<void> {
    if (this.#transcript === null) return;
    if (this.busy) throw busy(t("The question waits and is sent after it."));
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
  async #send(text: string, files: Promise<readonly string[]>, asIs: boolean): Promise<void> {
    const target = this.#target;
    // What was asked while something worked stays behind what waits for the same.
    const ahead = !this.busy;
    // Files that fail early are told in their turn.
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

/** Passes over the API's answer for what has ended, or was done by somebody else: its event is on the way. */
async function orOver(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Error && "status" in error && (error.status === 400 || error.status === 404)))
      throw error;
  }
}
