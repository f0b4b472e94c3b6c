import { setTimeout } from "node:timers/promises";
import type OpenAI from "openai";
import { APIConnectionError } from "openai";
import { z } from "zod";
import { brokenOff, explain, statusOf } from "./failures.ts";
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

const POLL_MS = 500;
const MAX_FAILURES = 5;

type Events = AsyncIterable<OpenAI.Beta.AssistantStreamEvent>;

interface Parts {
  readonly client: OpenAI;
  readonly host: string;
  readonly threadId: string;
  /** Of the run here. */
  readonly ourRunId: string;
  readonly view: RemoteView;
  readonly onRun: (runId: string) => void;
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
      await setTimeout(POLL_MS * (1 + failures), undefined, { signal });
    }
  }

  /** Null: the run was started, or has gone on, but its stream cannot be had. */
  async #open(open: () => Promise<Events>, signal: AbortSignal): Promise<Events | null> {
    try {
      return await open();
    } catch (error) {
      signal.throwIfAborted();
      const isSure = statusOf(error) !== undefined && !isActiveRun(error) && (statusOf(error) ?? 0) < 500;
      if (isSure) throw error;
      if (this.#runId === null) await this.#findOurs(error, signal);
      return null;
    }
  }

  /** The answer to the start of the run got lost: it may have been started all the same. */
  async #findOurs(lost: unknown, signal: AbortSignal): Promise<void> {
    const { client, threadId, ourRunId } = this.#parts;
    const runs = await client.beta.threads.runs.list(threadId, { limit: 1, order: "desc" }, { signal });
    const run = runSchema.safeParse(runs.data[0]).data;
    if (run?.metadata?.[RUN_KEY] !== ourRunId) throw lost;
    this.#know(run);
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
    if (this.#runId === null) await this.#findOurs(new APIConnectionError({}), signal);
    const runId = this.#runId ?? "";
    const { runs, messages } = client.beta.threads;
    const of = { thread_id: threadId };
    const page = { order: "asc", limit: 100 } as const;
    const run = runSchema.parse(await runs.retrieve(runId, of, { signal }));
    const steps = await all(runs.steps.list(runId, { ...of, ...page }, { signal }), stepSchema);
    const said = await all(messages.list(threadId, { run_id: runId, ...page }, { signal }), messageSchema);
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

/** The run was started by a first try whose answer got lost. */
function isActiveRun(error: unknown): boolean {
  return statusOf(error) === 400 && /active run/i.test(String(explain(error, "")));
}

async function all<S extends z.ZodType>(pages: AsyncIterable<unknown>, schema: S): Promise<z.infer<S>[]> {
  const found: z.infer<S>[] = [];
  for await (const one of pages) {
    const result = schema.safeParse(one);
    if (result.success) found.push(result.data);
  }
  return found;
}
