import { newId } from "../../base/ids.ts";
import type { CallChange, Change, LoggedEvent } from "../../domain/event.ts";
import { newRun, newRunSchema } from "../newRun.ts";
import { RunProjection } from "../projection.ts";
import type { Store } from "../store/store.ts";
import {
  type AssistantObject,
  type ContentPart,
  type MessageObject,
  type RunObject,
  seconds,
} from "../wire.ts";
import { changesOf, missing } from "./changes.ts";
import type { ExportedMessage, ExportedPart, ExportedRun } from "./exported.ts";
import { filesOfMessage, type ImportedFiles } from "./importedFiles.ts";
import type { Act, Item } from "./timeline.ts";

/**
 * Writes what happened in an imported thread as if it had happened here: each event with the time that it had then, and the
 * rows that follow from it. In a transaction.
 */
export class Replay {
  readonly #store: Store;
  readonly #threadId: string;
  readonly #files: ImportedFiles;
  /** Epoch milliseconds of the last event: a log does not go back in time. */
  #now = 0;

  constructor(store: Store, threadId: string, files: ImportedFiles) {
    this.#store = store;
    this.#threadId = threadId;
    this.#files = files;
  }

  /** `at`: epoch seconds. */
  begin(title: string | undefined, at: number): void {
    this.#insert({ type: "thread.created", ...(title === undefined ? {} : { title }) }, at);
  }

  write(item: Item): void {
    if ("message" in item) this.#writeMessage(item.message);
    else this.#writeAct(item.act);
  }

  #insert(change: Change | CallChange, at: number | null | undefined): LoggedEvent {
    this.#now = Math.max(this.#now, (at ?? 0) * 1000);
    return this.#store.events.insert(this.#threadId, this.#now, change);
  }

  /** A message that no run wrote. */
  #writeMessage(message: ExportedMessage): void {
    const { role, metadata, attachments, file_ids, created_at } = message;
    const content = message.content.map((part) => this.#partOf(part));
    const text = content.flatMap((part) => (part.type === "text" ? [part.text.value] : [])).join("\n");
    const files = [...new Set(filesOfMessage(message).flatMap((id) => this.#files.get(id) ?? []))];
    const attached = [...attachments.map(({ file_id }) => file_id), ...(file_ids ?? [])];
    const id = newId("message");
    const shown = { id, role, text, files, metadata };
    const at = seconds(this.#insert({ type: "message.added", message: shown }, created_at).at);
    const object: MessageObject = {
      ...{ id, object: "thread.message", created_at: at, thread_id: this.#threadId },
      ...{ status: "completed", incomplete_details: null, completed_at: at, incomplete_at: null },
      ...{ role, content, assistant_id: null, run_id: null },
      attachments: attached
        .flatMap((fileId) => this.#files.get(fileId) ?? [])
        .map((file) => ({ file_id: file.id, tools: [{ type: "code_interpreter" }] })),
      metadata,
    };
    this.#store.objects.put(object);
  }

  #partOf(part: ExportedPart): ContentPart {
    const words = (value: string): ContentPart => ({ type: "text", text: { value, annotations: [] } });
    switch (part.type) {
      case "text":
        return words(part.text.value);
      case "image_file": {
        const file = this.#files.get(part.image_file.file_id);
        return file === undefined
          ? words(missing(part.image_file.file_id))
          : { type: "image_file", image_file: { file_id: file.id, detail: "auto" } };
      }
      case "other":
        return words(`[${part.kind}]`);
    }
  }

  #writeAct(act: Act): void {
    const { objects } = this.#store;
    const run = this.#runOf(act.run);
    const { id: runId, assistant_id: assistantId, model } = run;
    const projection = new RunProjection(run);
    const emit = (change: Change | CallChange, at: number | null | undefined): void => {
      for (const object of projection.apply(this.#insert(change, at)).objects) objects.put(object);
    };
    emit({ type: "run.created", runId, assistantId, model }, act.run.created_at);
    for (const { at, change, metadata } of changesOf(act, runId, model, this.#files)) {
      emit(change, at);
      if (metadata !== undefined && "messageId" in change) this.#label(change.messageId, metadata);
    }
  }

  #label(messageId: string, metadata: MessageObject["metadata"]): void {
    const message = this.#store.objects.get("thread.message", messageId);
    if (message !== undefined) this.#store.objects.put({ ...message, metadata });
  }

  /** The run as it was created. What an export does not tell is as usual. */
  #runOf(run: ExportedRun): RunObject {
    const { assistant_id, model, instructions, tools, metadata, created_at } = run;
    const id = assistant_id ?? "asst_unknown";
    const body = newRunSchema.parse({ assistant_id: id, instructions, metadata });
    const assistant: AssistantObject = {
      ...{ id, object: "assistant", created_at: 0, name: null, description: null },
      ...{ model: model ?? "unknown", instructions: null, tools, tool_resources: {}, metadata: {} },
      ...{ temperature: 1, top_p: 1, response_format: "auto" },
    };
    return newRun(assistant, this.#threadId, body, Math.max(created_at ?? 0, seconds(this.#now)));
  }
}
