import type { Change, RunEnd } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { filePathAnnotations } from "./annotations.ts";
import type { Cut, Effects, OpenStep } from "./effects.ts";
import { cutOffBy, endedStep, newStep, type StepEnd } from "./step.ts";
import type { ContentPart, MessageObject, RunObject, StepObject } from "./wire.ts";

type Reason = NonNullable<MessageObject["incomplete_details"]>["reason"];

const REASONS: Record<RunEnd, Reason> = {
  // A run that completed leaves no message open; a runner that does it all the same has failed at that.
  completed: "run_failed",
  failed: "run_failed",
  cancelled: "run_cancelled",
  expired: "run_expired",
  incomplete: "max_tokens",
};

/** A message that the assistant is writing, with the run step that stands for it. */
export class MessageStep implements OpenStep {
  #step: StepObject;
  #message: MessageObject;
  #text = "";
  readonly #images: readonly ContentPart[];
  /** What cells of this run made until now. */
  readonly #made: () => readonly FileRef[];

  constructor(
    run: RunObject,
    change: Extract<Change, { type: "text.started" }>,
    at: number,
    made: () => readonly FileRef[],
  ) {
    this.#made = made;
    this.#step = newStep(run, change.stepId, at, {
      type: "message_creation",
      message_creation: { message_id: change.messageId },
    });
    this.#images = change.images.map(({ id }) => ({
      type: "image_file",
      image_file: { file_id: id, detail: "auto" },
    }));
    this.#message = {
      id: change.messageId,
      object: "thread.message",
      created_at: at,
      thread_id: run.thread_id,
      status: "in_progress",
      incomplete_details: null,
      completed_at: null,
      incomplete_at: null,
      role: "assistant",
      content: [],
      assistant_id: run.assistant_id,
      run_id: run.id,
      attachments: [],
      metadata: {},
    };
  }

  started(): Effects {
    const stream = [
      { event: "thread.run.step.created", data: this.#step },
      { event: "thread.run.step.in_progress", data: this.#step },
      { event: "thread.message.created", data: this.#message },
      { event: "thread.message.in_progress", data: this.#message },
    ];
    const images = this.#images.map((part, index) => this.#delta({ index, ...part }));
    this.#message = { ...this.#message, content: [...this.#images] };
    return { objects: [this.#step, this.#message], stream: [...stream, ...images] };
  }

  append(delta: string): Effects {
    this.#text += delta;
    this.#message = { ...this.#message, content: this.#content([]) };
    const part = { index: this.#images.length, type: "text", text: { value: delta } };
    return { objects: [this.#message], stream: [this.#delta(part)] };
  }

  /** `files` are handed over; `named` are others that the text may name. */
  complete(text: string, files: readonly FileRef[], named: readonly FileRef[], at: number): Effects {
    this.#text = text;
    this.#fill(files, [...files, ...named]);
    this.#message = { ...this.#message, status: "completed", completed_at: at };
    return this.#end("completed", at, "");
  }

  /** Words that were cut off take along whatever was made: no other message will. */
  cutOff({ end, message, at }: Cut): Effects {
    this.#fill(this.#made(), this.#made());
    const details = { reason: REASONS[end] };
    this.#message = {
      ...this.#message,
      status: "incomplete",
      incomplete_at: at,
      incomplete_details: details,
    };
    return this.#end(end === "incomplete" ? "completed" : cutOffBy(end), at, message);
  }

  #fill(files: readonly FileRef[], named: readonly FileRef[]): void {
    const annotations = filePathAnnotations(this.#text, named);
    const linked = new Set(annotations.map(({ file_path }) => file_path.file_id));
    this.#message = {
      ...this.#message,
      content: this.#content(annotations),
      attachments: files
        .filter(({ id }) => !linked.has(id))
        .map(({ id }) => ({ file_id: id, tools: [{ type: "code_interpreter" }] })),
    };
  }

  #end(status: StepEnd, at: number, message: string): Effects {
    this.#step = endedStep(this.#step, status, at, message);
    return {
      objects: [this.#message, this.#step],
      stream: [
        { event: `thread.message.${this.#message.status}`, data: this.#message },
        { event: `thread.run.step.${status}`, data: this.#step },
      ],
    };
  }

  #content(annotations: ReturnType<typeof filePathAnnotations>): ContentPart[] {
    const text: ContentPart = { type: "text", text: { value: this.#text, annotations } };
    return [...this.#images, ...(this.#text === "" ? [] : [text])];
  }

  #delta(part: object) {
    const data = { id: this.#message.id, object: "thread.message.delta", delta: { content: [part] } };
    return { event: "thread.message.delta", data };
  }
}
