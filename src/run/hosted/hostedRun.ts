import { InterpreterError, isCancelled } from "../../base/errors.ts";
import type { RunEnd } from "../../domain/event.ts";
import { GIVEN_CODE } from "../../domain/givenCode.ts";
import { BatchedEmit } from "../batch.ts";
import { runErrorOf } from "../runError.ts";
import type { RunContext } from "../runner.ts";
import { Container } from "./container.ts";
import { Conversation } from "./conversation.ts";
import { type Desk, tell } from "./desk.ts";
import { Downloads } from "./download.ts";
import { explain } from "./failure.ts";
import { hostedInstructions } from "./instructions.ts";
import { Made } from "./made.ts";
import type { Provider } from "./provider.ts";
import { ThreadNote } from "./threadNote.ts";
import type { Waits } from "./waits.ts";
import { Workplace } from "./workplace.ts";

/** Where the code of a thread runs. */
export interface Place {
  readonly provider: Provider;
  readonly workplace: Workplace;
  readonly note: ThreadNote;
}

export interface HostedRunParts {
  /** Asked once a run, as the person may choose another one between runs. */
  readonly connect: () => Promise<Provider>;
  readonly waits: Waits;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Base addresses of providers that take no background responses, or make no containers on request. */
  readonly withoutBackground: Set<string>;
  readonly withoutContainers: Set<string>;
  /** Containers that a person ended. */
  readonly ended: ReadonlySet<string>;
  readonly onPlace: (place: Place) => void;
}

/** One run, carried out by a provider, from its start to its end. */
export class HostedRun {
  readonly #parts: HostedRunParts;
  readonly #context: RunContext;
  readonly #batch: BatchedEmit;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  #provider: Provider | null = null;
  #conversation: Conversation | null = null;

  constructor(parts: HostedRunParts, context: RunContext) {
    this.#parts = parts;
    this.#context = context;
    this.#batch = new BatchedEmit((change) => context.emit(change));
    this.#deadline = AbortSignal.timeout(parts.waits.runMs);
    this.#signal = AbortSignal.any([context.signal, this.#deadline]);
  }

  async toEnd(): Promise<void> {
    const { runId } = this.#context;
    const listening = this.#context.onInterrupt?.(() => tell(this.#desk, NO_INTERRUPT));
    let end: RunEnd;
    let error: { code: string; message: string } | undefined;
    try {
      const provider = await this.#begin();
      // Choosing may have taken a person's time: nothing is sent for a run that was stopped meanwhile.
      this.#signal.throwIfAborted();
      end = await this.#converse(provider);
    } catch (thrown) {
      const explained = this.#provider === null ? thrown : explain(thrown, this.#provider);
      end = this.#endOf(explained);
      if (end === "failed") error = runErrorOf(explained);
      const reason = error?.message ?? (end === "expired" ? OUT_OF_TIME : STOPPED);
      await this.#conversation?.stop(end === "failed" ? "lost" : "stopped", reason);
    } finally {
      listening?.dispose();
    }
    const usage = this.#conversation?.spending.usage ?? null;
    const limit = this.#conversation?.limit ?? null;
    this.#batch.emit({
      type: "run.ended",
      runId,
      end,
      ...(error === undefined ? {} : { error }),
      ...(limit === null ? {} : { reason: limit }),
      ...(usage === null ? {} : { usage }),
    });
    this.#batch.flush();
  }

  /** The provider, told to people before it is sent anything. */
  async #begin(): Promise<Provider> {
    const { runId, instructions, settings } = this.#context;
    try {
      if (settings?.model?.model === GIVEN_CODE) throw codeIsForHere();
      return (this.#provider = await this.#parts.connect());
    } finally {
      const provider = this.#provider;
      const withFiles = settings?.mayRunCode !== false;
      const told = hostedInstructions(instructions, withFiles);
      this.#batch.emit({
        type: "run.started",
        runId,
        ...(provider === null
          ? {}
          : { model: provider.model, sent: { to: provider.destination, instructions: told, withFiles } }),
      });
    }
  }

  async #converse(provider: Provider): Promise<RunEnd> {
    const { now, waits, withoutContainers, withoutBackground, ended, onPlace } = this.#parts;
    const context = this.#context;
    const note = new ThreadNote(context, provider);
    const container = new Container({ provider, note, now, waits, withoutContainers });
    if (ended.has(container.id ?? "")) container.end();
    const shared = { ...this.#desk, note, container, signal: this.#signal };
    const workplace = new Workplace({ ...shared, provider });
    onPlace({ provider, workplace, note });
    const desk: Desk = {
      ...shared,
      downloads: new Downloads({ provider, note, context, waits }),
      made: new Made(),
      turns: [],
      now,
      opened: () => workplace.opened(),
    };
    const flush = (): void => this.#batch.flush();
    this.#conversation = new Conversation({ provider, desk, workplace, waits, withoutBackground, flush });
    return this.#conversation.toEnd();
  }

  get #desk(): Pick<Desk, "emit" | "context"> {
    return { emit: this.#batch.emit, context: this.#context };
  }

  #endOf(thrown: unknown): RunEnd {
    if (this.#context.signal.aborted) return "cancelled";
    if (this.#deadline.aborted) return "expired";
    return isCancelled(thrown) ? "cancelled" : "failed";
  }
}

const STOPPED = "Stopped. Files are kept.";
const OUT_OF_TIME = "The time of the run was over. Files are kept.";
const NO_INTERRUPT =
  "Code in the provider's container cannot be interrupted alone. Stop ends it, and the answer with it.";

function codeIsForHere(): InterpreterError {
  const message = "Code of your own runs in the Python of this machine only, and nothing of it was sent.";
  return new InterpreterError("user", "code_is_local", message, {
    action: "Choose the connection Local, and run it again.",
  });
}
