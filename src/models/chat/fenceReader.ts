import type { ModelEvent } from "../../run/model.ts";

const OPENING = /^```(?:python|py|tool_code)[ \t]*$/;

/** Finds the first fenced block of Python in streamed text; that is how models without tools run code. */
export class FenceReader {
  isComplete = false;
  readonly #mayRunCode: boolean;
  #line = "";
  #code: string[] | null = null;

  constructor(mayRunCode: boolean) {
    this.#mayRunCode = mayRunCode;
  }

  *read(piece: string): Generator<ModelEvent> {
    for (const part of piece.split(/(?<=\n)/)) {
      if (this.isComplete) return;
      this.#line += part;
      if (part.endsWith("\n")) yield* this.#endLine();
      else if (this.#code === null && !this.#mayBeFence()) yield* this.#release();
    }
  }

  *finish(): Generator<ModelEvent> {
    if (this.isComplete) return;
    if (this.#line !== "") yield* this.#endLine();
    if (this.#code !== null) yield* this.#endCode();
  }

  *#endLine(): Generator<ModelEvent> {
    const line = this.#line.trimEnd();
    if (this.#code === null) {
      if (!this.#mayRunCode || !OPENING.test(line)) {
        yield* this.#release();
        return;
      }
      this.#code = [];
      this.#line = "";
      yield { type: "cell.started", id: "fence" };
    } else if (line === "```") {
      yield* this.#endCode();
    } else {
      this.#code.push(this.#line);
      yield { type: "cell.code", delta: this.#line };
      this.#line = "";
    }
  }

  *#endCode(): Generator<ModelEvent> {
    const code = (this.#code ?? []).join("");
    this.isComplete = true;
    this.#line = "";
    yield { type: "cell.done", code };
  }

  *#release(): Generator<ModelEvent> {
    const delta = this.#line;
    this.#line = "";
    yield { type: "text", delta };
  }

  // Text is held back only as long as its line may still become the beginning of a block.
  #mayBeFence(): boolean {
    return this.#mayRunCode && "```".startsWith(this.#line.slice(0, 3));
  }
}
