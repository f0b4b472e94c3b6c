import type { Piece } from "./piece.ts";
import type { AnswerItem, Citation, OutputText } from "./wire.ts";

/** Words of the model as an item of a response: one message with one text. */
export class AnswerMessage {
  #item: AnswerItem;
  #text = "";

  constructor(messageId: string) {
    this.#item = { type: "message", id: messageId, role: "assistant", status: "in_progress", content: [] };
  }

  get item(): AnswerItem {
    return this.#item;
  }

  started(): Piece[] {
    const added: Piece = { type: "response.output_item.added", item: this.#item };
    this.#item = { ...this.#item, content: [this.#part([])] };
    return [added, this.#piece("response.content_part.added", { part: this.#part([]) })];
  }

  append(delta: string): Piece[] {
    if (delta === "") return [];
    this.#text += delta;
    this.#item = { ...this.#item, content: [this.#part([])] };
    return [this.#piece("response.output_text.delta", { delta, logprobs: [] })];
  }

  /** `citations`: of the text so far, which is whole unless its status is `incomplete`. */
  end(status: "completed" | "incomplete", citations: Citation[]): Piece[] {
    const part = this.#part(citations);
    this.#item = { ...this.#item, status, content: [part] };
    return [
      ...citations.map((annotation, index) =>
        this.#piece("response.output_text.annotation.added", { annotation_index: index, annotation }),
      ),
      this.#piece("response.output_text.done", { text: this.#text, logprobs: [] }),
      this.#piece("response.content_part.done", { part }),
      { type: "response.output_item.done", item: this.#item },
    ];
  }

  get text(): string {
    return this.#text;
  }

  #part(annotations: Citation[]): OutputText {
    return { type: "output_text", text: this.#text, annotations, logprobs: [] };
  }

  #piece(type: string, fields: object): Piece {
    return { type, item_id: this.#item.id, content_index: 0, ...fields };
  }
}
