import { z } from "zod";
import { newId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Change } from "../domain/event.ts";
import { mimeTypeOf } from "../domain/mimeTypes.ts";
import { assertFiles, fileIdsIn, newMessageSchema, textOf } from "./addMessage.ts";
import { ApiError, BusyError } from "./errors.ts";
import { safeName } from "../base/fileName.ts";
import { found } from "./found.ts";
import { newRunSchema } from "./newRun.ts";
import { assistantOf, type RunParts, startRun } from "./startRun.ts";
import type { WaitingQuestion } from "./store/queue.ts";
import type { RunObject } from "./wire.ts";

/** A message with the run that is to answer it. `ahead`: not behind those that wait, unless a run works. */
export const newQuestionSchema = z.object({
  ...newMessageSchema.omit({ role: true }).shape,
  assistant_id: z.string(),
  model: z.string().nullish(),
  ahead: z.boolean().default(false),
});
/** As the log has it. */
type Shown = Extract<Change, { type: "question.queued" }>["question"];
type NewQuestion = z.infer<typeof newQuestionSchema>;

/** Thrown when a question was sent, or removed, by somebody who was faster. */
class GoneError extends ApiError {
  constructor(id: string) {
    super(404, `No queued question found with id '${id}'.`);
  }
}

/** Questions of people, who may ask while a run works: each one is asked once, or waits until it is removed. */
export class Questions {
  readonly #parts: RunParts & { diagnostics: Log };
  readonly #sending = new Set<Promise<void>>();

  constructor(parts: RunParts & { diagnostics: Log }) {
    this.#parts = parts;
    parts.runs.completed.on((threadId) => this.#goOn(threadId));
  }

  /** Asks it now if nothing stands in its way, else puts it behind those that wait; gives the run that answers it. */
  async ask(threadId: string, body: NewQuestion): Promise<{ id: string; run: RunObject | null }> {
    const question = { id: newId("message"), threadId, body };
    assistantOf(this.#parts, body.assistant_id);
    assertFiles(this.#parts.store, [messageOf(body)]);
    for (;;) {
      // A run may begin while the files are copied, and end before the question is queued.
      if (this.#isFree(question)) {
        const run = await this.#start(question, () => {}).catch(unlessBusy);
        if (run !== null) return { id: question.id, run };
      } else if (this.#enqueue(question)) {
        return { id: question.id, run: null };
      }
    }
  }

  list(threadId: string): Shown[] {
    return this.#parts.store.queue
      .list(threadId)
      .map(({ id, body }) => this.#shown(id, newQuestionSchema.parse(body)));
  }

  /** Asks a question that waits; throws the API's 400 while a run works. */
  async send(threadId: string, id: string): Promise<RunObject> {
    const question = this.#parts.store.queue.list(threadId).find((waiting) => waiting.id === id);
    if (question === undefined) throw new GoneError(id);
    return this.#startQueued(question);
  }

  remove(threadId: string, id: string): void {
    const { store, log } = this.#parts;
    log.atOnce(threadId, () => {
      if (!store.queue.remove(threadId, id)) throw new GoneError(id);
      log.append(threadId, { type: "question.removed", questionId: id });
    });
  }

  /** Resolves when nothing is on its way any more. */
  async dispose(): Promise<void> {
    await Promise.all(this.#sending);
  }

  #isFree({ threadId, body }: { threadId: string; body: NewQuestion }): boolean {
    const { store, runs } = this.#parts;
    return runs.isIdle(threadId) && (body.ahead || store.queue.list(threadId).length === 0);
  }

  /** Whether it waits now. In one transaction with the look at the run, whose end looks at the queue. */
  #enqueue(question: { id: string; threadId: string; body: NewQuestion }): boolean {
    const { store, log } = this.#parts;
    const { id, threadId, body } = question;
    return log.atOnce(threadId, () => {
      found(store.objects.get("thread", threadId), "thread", threadId);
      if (this.#isFree(question)) return false;
      store.queue.put(question);
      log.append(threadId, { type: "question.queued", question: this.#shown(id, body) });
      return true;
    });
  }

  #shown(id: string, body: NewQuestion): Shown {
    const { objects } = this.#parts.store;
    const files = fileIdsIn(messageOf(body)).flatMap((fileId) => {
      const file = objects.get("file", fileId);
      if (file === undefined) return [];
      const name = safeName(file.filename);
      return [{ id: fileId, name, bytes: file.bytes, mime: mimeTypeOf(name) }];
    });
    return { id, text: textOf(messageOf(body)), files };
  }

  /** A run has completed: the next one's turn has come. */
  #goOn(threadId: string): void {
    const sending = this.#sendNext(threadId).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #sendNext(threadId: string): Promise<void> {
    for (;;) {
      const [next] = this.#parts.store.queue.list(threadId);
      if (next === undefined) return;
      try {
        await this.#startQueued(next);
        return;
      } catch (error) {
        // Somebody else's run has begun: the next one's turn comes when that has completed.
        if (error instanceof BusyError) return;
        if (error instanceof GoneError) continue;
        this.#parts.diagnostics.error("queued question was not sent", error, { threadId });
        return;
      }
    }
  }

  #startQueued({ id, threadId, body }: WaitingQuestion): Promise<RunObject> {
    return this.#start({ id, threadId, body: newQuestionSchema.parse(body) }, () => {
      if (!this.#parts.store.queue.remove(threadId, id)) throw new GoneError(id);
    });
  }

  /** The question leaves the queue (`take`), becomes a message and gets its run in one transaction. */
  #start(
    { id, threadId, body }: { id: string; threadId: string; body: NewQuestion },
    take: () => void,
  ): Promise<RunObject> {
    const { assistant_id, model } = body;
    const fields = newRunSchema.parse({ assistant_id, model });
    return startRun(this.#parts, threadId, fields, { messages: [{ ...messageOf(body), id }], before: take });
  }
}

function messageOf({ content, attachments, file_ids, metadata }: NewQuestion) {
  return { role: "user" as const, content, attachments, file_ids, metadata };
}

function unlessBusy(error: unknown): null {
  if (error instanceof BusyError) return null;
  throw error;
}
