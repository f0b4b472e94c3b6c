import type { Change } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { filePathAnnotations } from "./annotations.ts";
import type { Effects, OpenStep } from "./effects.ts";
import { newStep } from "./step.ts";
import type { ContentPart, MessageObject, RunObject, StepObject } from "./wire.ts";

/** A message that the assistant is writing, with the run step that stands for it. */
export class MessageStep implements OpenStep {
  #step: StepObject;
  #message: MessageObject;
  #text = "";
  readonly #images: readonly ContentPart[];

  constructor(run: RunObject, change: Extract<Change, { type: "text.started" }>, at: number) {
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

  complete(text: string, files: readonly FileRef[], at: number): Effects {
    this.#text = text;
    const annotations = filePathAnnotations(text, files);
    const named = new Set(annotations.map(({ file_path }) => file_path.file_id));
    this.#message = {
      ...this.#message,
      status: "completed",
      completed_at: at,
      content: this.#content(annotations),
      attachments: files
        .filter(({ id }) => !named.has(id))
        .map(({ id }) => ({ file_id: id, tools: [{ type: "code_interpreter" }] })),
    };
    this.#step = { ...this.#step, status: "completed", completed_at: at };
    return {
      objects: [this.#message, this.#step],
      stream: [
        { event: "thread.message.completed", data: this.#message },
        { event: "thread.run.step.completed", data: this.#step },
      ],
    };
  }

  closing(runId: string): Change {
    return { type: "text.done", runId, messageId: this.#message.id, text: this.#text, files: [] };
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
