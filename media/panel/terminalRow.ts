import type { Look } from "./sgr.ts";

/** Text of one look; null: plain. */
export interface Segment {
  readonly text: string;
  readonly look: Look | null;
}

/** The line that is being printed: what is written at the cursor replaces what stood there. */
export class TerminalRow {
  #segments: Segment[] = [];
  #length = 0;
  #column = 0;

  get length(): number {
    return this.#length;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  write(text: string, look: Look | null): void {
    const end = this.#column + text.length;
    if (this.#column === this.#length) {
      add(this.#segments, { text, look });
    } else {
      const segments = slice(this.#segments, 0, this.#column);
      add(segments, { text, look });
      for (const segment of slice(this.#segments, end, this.#length)) add(segments, segment);
      this.#segments = segments;
    }
    this.#column = end;
    this.#length = Math.max(this.#length, end);
  }

  /** Moves the cursor; it stays within what is written. */
  moveTo(column: number): void {
    this.#column = Math.min(Math.max(column, 0), this.#length);
  }

  moveBy(columns: number): void {
    this.moveTo(this.#column + columns);
  }

  eraseFromCursor(): void {
    this.#segments = slice(this.#segments, 0, this.#column);
    this.#length = this.#column;
  }

  clear(): void {
    this.#segments = [];
    this.#length = 0;
    this.#column = 0;
  }
}

/** Appends, as part of the last segment when both look the same. */
export function add(segments: Segment[], segment: Segment): void {
  const last = segments.at(-1);
  if (last?.look === segment.look)
    segments[segments.length - 1] = { ...last, text: last.text + segment.text };
  else segments.push(segment);
}

function slice(segments: readonly Segment[], from: number, to: number): Segment[] {
  const found: Segment[] = [];
  let start = 0;
  for (const { text, look } of segments) {
    const part = text.slice(Math.max(from - start, 0), Math.max(to - start, 0));
    if (part !== "") found.push({ text: part, look });
    start += text.length;
  }
  return found;
}
