import { newId } from "../../base/ids.ts";
import type { RunChange } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import { relinked } from "../../domain/relinked.ts";
import type { Message, Part } from "./objects.ts";
import type { RemoteFiles } from "./remoteFiles.ts";

interface Parts {
  readonly runId: string;
  readonly emit: (change: RunChange) => void;
  readonly files: RemoteFiles;
}

/** A message that the other side writes: what is known of it, and how much of that was reported. */
export class RemoteMessage {
  readonly id = newId("message");
  readonly #parts: Parts;
  readonly #content: Part[] = [];
  readonly #images: FileRef[] = [];
  #attached: readonly string[] = [];
  #isBegun = false;
  #shown = "";

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Pieces of it, as they are streamed: texts go on where the last piece ended. */
  add(parts: readonly Part[]): void {
    for (const part of parts) {
      const index = Math.min(part.index ?? this.#content.length, this.#content.length);
      const known = this.#content[index];
      if (known?.type === "text" && part.type === "text") {
        const value = known.text.value + part.text.value;
        const annotations = [...known.text.annotations, ...part.text.annotations];
        this.#content[index] = { type: "text", text: { value, annotations } };
      } else if (known === undefined) this.#content.push(part);
    }
  }

  /** The message as the server has it now, which may be behind what was streamed. */
  update({ content, attachments }: Message): void {
    content.forEach((part, index) => {
      const known = this.#content[index];
      const isBehind =
        known?.type === "text" && part.type === "text" && !part.text.value.startsWith(known.text.value);
      if (!isBehind) this.#content[index] = part;
    });
    this.#attached = attachments.map(({ file_id }) => file_id);
  }

  /** Reports the words that were not reported yet. Pictures in front of them are fetched first. */
  async show(): Promise<void> {
    const { emit, runId } = this.#parts;
    const text = this.#text;
    if (text.length <= this.#shown.length || !text.startsWith(this.#shown)) return;
    await this.#begin();
    const delta = text.slice(this.#shown.length);
    this.#shown = text;
    emit({ type: "text.delta", runId, messageId: this.id, delta });
  }

  /** Reports the rest, with the files that come with it. */
  async done(): Promise<void> {
    await this.show();
    const { emit, runId, files } = this.#parts;
    const links = this.#content.flatMap((part) => (part.type === "text" ? part.text.annotations : []));
    const handedOver = new Map<string, FileRef>();
    let text = this.#text;
    for (const remoteId of [...links.map(({ file_path }) => file_path.file_id), ...this.#attached]) {
      const file = await files.fetch(remoteId);
      if (file === null) continue;
      if (!files.isGiven(remoteId)) handedOver.set(file.id, file);
      const targets = links
        .filter(({ file_path }) => file_path.file_id === remoteId)
        .map((link) => link.text);
      text = relinked(text, targets, file);
    }
    if (this.#content.length + handedOver.size === 0) return;
    await this.#begin();
    emit({ type: "text.done", runId, messageId: this.id, text, files: [...handedOver.values()] });
  }

  get #text(): string {
    return this.#content.flatMap((part) => (part.type === "text" ? [part.text.value] : [])).join("\n\n");
  }

  async #begin(): Promise<void> {
    if (this.#isBegun) return;
    this.#isBegun = true;
    for (const part of this.#content) {
      if (part.type !== "image_file") continue;
      const file = await this.#parts.files.fetchPicture(part.image_file.file_id);
      if (file !== null) this.#images.push(file);
    }
    const { emit, runId } = this.#parts;
    const stepId = newId("step");
    emit({ type: "text.started", runId, messageId: this.id, stepId, images: [...this.#images] });
  }
}
