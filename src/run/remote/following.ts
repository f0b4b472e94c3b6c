import { setTimeout } from "node:timers/promises";
import type OpenAI from "openai";
import { z } from "zod";
import { brokenOff, statusOf, waitAskedFor } from "./failures.ts";
import {
  hasEnded,
  messageDeltaSchema,
  type Message,
  messageSchema,
  type Run,
  runSchema,
  type Step,
  stepDeltaSchema,
  stepSchema,
} from "./objects.ts";
import type { RemoteView } from "./remoteView.ts";
import { RUN_KEY } from "./runParams.ts";

/** With the waits between them, a connection may be away for a minute. */
const MAX_FAILURES = 9;
const MAX_DOUBLINGS = 5;
const MAX_TRIES = 3;
/** A wait that people are told of. */
const LONG_MS = 5_000;

type Events = AsyncIterable<OpenAI.Beta.AssistantStreamEvent>;

interface Parts {
  readonly client: OpenAI;
  readonly host: string;
  readonly threadId: string;
  /** Of the run here. */
  readonly ourRunId: string;
  readonly view: RemoteView;
  readonly onRun: (runId: string) => void;
  readonly say: (sentence: string) => void;
  readonly pollMs: number;
}

/** Follows a run of the other side: by its stream, and where that breaks off by asking again and again. */
export class Following {
  readonly #parts: Parts;
  #runId: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get runId(): string | null {
    return this.#runId;
  }

  /** The run once it has ended or waits for its client. `open` starts it, or has it go on. */
  async toRest(open: () => Promise<Events>, signal: AbortSignal): Promise<Run> {
    const events = await this.#open(open, signal);
    const run = events === null ? null : await this.#read(events, signal);
    return run ?? this.poll(signal);
  }

  /** The run once it is at rest, with what it did until then; asks for it until it is. */
  async poll(signal: AbortSignal): Promise<Run> {
    for (let failures = 0; ;) {
      const look = await this.#look(signal).catch((error: unknown) => {
        signal.throwIfAborted();
        const status = statusOf(error) ?? 500;
        if (status < 500 && status !== 429) throw error;
        if (++failures >= MAX_FAILURES) throw brokenOff(this.#parts.host, error);
        return null;
      });
      if (look !== null) {
        failures = 0;
        await this.#takeAll(look);
        if (isAtRest(look.run)) return look.run;
      }
      const doublings = Math.min(failures, MAX_DOUBLINGS);
      await setTimeout(this.#parts.pollMs * 2 ** doublings, undefined, { signal });
    }
  }

  /**
   * Null: the run was started, or has gone on, but its stream cannot be had. `open` must not try again by itself: when the
   * answer got lost the run may work.
   */
  async #open(open: () => Promise<Events>, signal: AbortSignal): Promise<Events | null> {
    for (let tries = 1; ; tries++) {
      try {
        return await open();
      } catch (error) {
        signal.throwIfAborted();
        const status = statusOf(error) ?? 500;
        const isLost = status >= 500;
        if (isLost && (this.#runId !== null || (await this.#findOurs(signal)))) return null;
        if (tries >= MAX_TRIES || (!isLost && status !== 429)) throw error;
        const waitMs = waitAskedFor(error) ?? this.#parts.pollMs * 2 ** tries;
        if (waitMs >= LONG_MS)
          this.#parts.say(`${this.#parts.host} asks to wait ${Math.round(waitMs / 1000)} s.`);
        await setTimeout(waitMs, undefined, { signal });
      }
    }
  }

  /** Whether the run was started although the answer to that got lost. */
  async #findOurs(signal: AbortSignal): Promise<boolean> {
    const { client, threadId, ourRunId } = this.#parts;
    const runs = await client.beta.threads.runs.list(
      threadId,
      { limit: 1, order: "desc" },
      { signal, maxRetries: 0 },
    );
    const run = runSchema.safeParse(runs.data[0]).data;
    if (run?.metadata?.[RUN_KEY] !== ourRunId) return false;
    this.#know(run);
    return true;
  }

  /** The run at rest; null when the stream ended before. */
  async #read(events: Events, signal: AbortSignal): Promise<Run | null> {
    const iterator = events[Symbol.asyncIterator]();
    let last: Run | null = null;
    try {
      for (;;) {
        const next = await iterator.next().catch(() => null);
        // A stream that is aborted ends as if it were complete.
        signal.throwIfAborted();
        if (next === null || next.done === true) break;
        last = (await this.#take(next.value)) ?? last;
      }
    } finally {
      void iterator.return?.().catch(() => {});
    }
    return last !== null && isAtRest(last) ? last : null;
  }

  /** The run, if the event is about the run as a whole. What does not have its form is passed over. */
  async #take({ event, data }: { event: string; data: unknown }): Promise<Run | null> {
    const { view } = this.#parts;
    if (event === "thread.run.step.delta") {
      const piece = stepDeltaSchema.safeParse(data).data;
      if (piece !== undefined) await view.stepPiece(piece.id, piece.delta.step_details?.tool_calls ?? []);
    } else if (event.startsWith("thread.run.step.")) {
      const step = stepSchema.safeParse(data).data;
      if (step !== undefined) await view.step(step);
    } else if (event === "thread.message.delta") {
      const piece = messageDeltaSchema.safeParse(data).data;
      if (piece !== undefined) await view.messagePiece(piece.id, piece.delta.content);
    } else if (event.startsWith("thread.message.")) {
      const message = messageSchema.safeParse(data).data;
      if (message !== undefined) await view.message(message);
    } else if (event.startsWith("thread.run.")) {
      const run = runSchema.safeParse(data).data ?? null;
      if (run !== null) this.#know(run);
      return run;
    }
    return null;
  }

  #know({ id }: Run): void {
    if (this.#runId !== null) return;
    this.#runId = id;
    this.#parts.onRun(id);
  }

  async #look(signal: AbortSignal) {
    const { client, threadId } = this.#parts;
    // A stream that broke off before it told anything.
    if (this.#runId === null && !(await this.#findOurs(signal))) {
      throw brokenOff(this.#parts.host, "no run");
    }
    const runId = this.#runId ?? "";
    const { runs, messages } = client.beta.threads;
    const of = { thread_id: threadId };
    const page = { order: "asc", limit: 100 } as const;
    // Whoever calls this tries again.
    const once = { signal, maxRetries: 0 };
    const run = runSchema.parse(await runs.retrieve(runId, of, once));
    const ofRun = { run_id: runId, ...page };
    const steps = await all(runs.steps.list(runId, { ...of, ...page }, once), stepSchema);
    const said = await all(messages.list(threadId, ofRun, once), messageSchema);
    return { run, steps, messages: new Map(said.map((message) => [message.id, message])) };
  }

  async #takeAll({ steps, messages }: { steps: Step[]; messages: ReadonlyMap<string, Message> }) {
    const { view } = this.#parts;
    for (const step of steps) {
      const message = messages.get(step.step_details.message_creation?.message_id ?? "");
      if (message === undefined) await view.step(step);
      else await view.message(message);
    }
  }
}

function isAtRest(run: Run): boolean {
  return hasEnded(run) || run.status === "requires_action";
}

/** All of a list; empty where the server does not have it, although it has the run. */
async function all<S extends z.ZodType>(pages: AsyncIterable<unknown>, schema: S): Promise<z.infer<S>[]> {
  const found: z.infer<S>[] = [];
  try {
    for await (const one of pages) {
      const result = schema.safeParse(one);
      if (result.success) found.push(result.data);
    }
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  return found;
}
