import { type Look, lookAfter } from "./sgr.ts";
import { add, type Segment, TerminalRow } from "./terminalRow.ts";

/** Some lines of one stream. One that is not the last of its terminal never changes. */
export interface Chunk {
  readonly id: number;
  readonly isError: boolean;
  readonly segments: readonly Segment[];
  readonly length: number;
  readonly rows: number;
}

interface OpenChunk extends Chunk {
  segments: Segment[];
  length: number;
  rows: number;
}

/** What is shown of a text: all of it, or its beginning and its end with `skipped` characters between them. */
export interface TerminalView {
  readonly head: readonly Chunk[];
  readonly skipped: number;
  readonly tail: readonly Chunk[];
}

const CHUNK = { rows: 50, length: 4096 };
const HEAD = { rows: 100, length: 8192 };
const TAIL = { rows: 150, length: 12_288 };
const MAX_COLUMNS = 4096;
const MAX_PENDING = 4096;

/* oxlint-disable no-control-regex */
const SPECIAL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;
const CSI = /\u001b\[([0-?]*)[ -/]*([@-~])/y;
const OTHER_ESCAPE = /\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-Z\\^-~])/y;
const UNFINISHED = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*\u001b?|[ -/]*)?$/y;
/* oxlint-enable no-control-regex */

/**
 * Takes in printed text piece by piece, as a terminal would, and keeps as much of it as is shown. Taking in a piece
 * costs as much as the piece is long, however much was there before.
 */
export class Terminal {
  readonly #row = new TerminalRow();
  readonly #head: Chunk[] = [];
  readonly #tail: Chunk[] = [];
  #isHeadFull = false;
  #skipped = 0;
  #open: OpenChunk = newChunk(0, false);
  #look: Look | null = null;
  // An escape sequence of which only the beginning has come.
  #pending = "";

  append(piece: string, isError: boolean): void {
    if (isError !== this.#open.isError) this.#switchStream(isError);
    const text = this.#pending + piece;
    this.#pending = "";
    let position = 0;
    while (position < text.length) {
      SPECIAL.lastIndex = position;
      const next = SPECIAL.exec(text)?.index ?? text.length;
      if (next > position) this.#write(text.slice(position, next));
      position = next < text.length ? this.#obey(text, next) : next;
    }
  }

  view(): TerminalView {
    const { segments, length, ...open } = this.#open;
    const shown: Chunk = { ...open, segments: [...segments, ...this.#row.segments], length };
    const last = shown.segments.length > 0 ? [shown] : [];
    return { head: [...this.#head], skipped: this.#skipped, tail: [...this.#tail, ...last] };
  }

  /** Does what a control character says, and gives the place behind it. */
  #obey(text: string, place: number): number {
    switch (text[place]) {
      case "\n":
        this.#endRow("\n");
        break;
      case "\r":
        this.#row.moveTo(0);
        break;
      case "\b":
        this.#row.moveBy(-1);
        break;
      case "\u001b":
        return this.#escape(text, place);
      default:
    }
    return place + 1;
  }

  #escape(text: string, place: number): number {
    CSI.lastIndex = OTHER_ESCAPE.lastIndex = UNFINISHED.lastIndex = place;
    const sequence = CSI.exec(text);
    if (sequence !== null) {
      this.#control(sequence[2]!, sequence[1]!);
      return CSI.lastIndex;
    }
    if (OTHER_ESCAPE.test(text)) return OTHER_ESCAPE.lastIndex;
    if (text.length - place > MAX_PENDING || !UNFINISHED.test(text)) return place + 1;
    this.#pending = text.slice(place);
    return text.length;
  }

  /** Colours, and what progress bars use of moving and erasing within their line; the rest is left out. */
  #control(final: string, parameters: string): void {
    const count = Math.max(Number.parseInt(parameters, 10) || 0, 1);
    if (final === "m" && /^[\d;:]*$/.test(parameters)) this.#look = lookAfter(this.#look, parameters);
    else if (final === "C") this.#row.moveBy(count);
    else if (final === "D") this.#row.moveBy(-count);
    else if (final === "G") this.#row.moveTo(count - 1);
    else if (final === "K" && parameters === "2") this.#row.clear();
    else if (final === "K" && (parameters === "" || parameters === "0")) this.#row.eraseFromCursor();
  }

  #write(text: string): void {
    for (let rest = text; rest !== "";) {
      const part = rest.slice(0, MAX_COLUMNS);
      rest = rest.slice(part.length);
      this.#row.write(part, this.#look);
      // A line without an end must not be cut anew with each of its pieces.
      if (this.#row.length >= MAX_COLUMNS) this.#endRow("");
    }
  }

  #endRow(end: "\n" | ""): void {
    const open = this.#open;
    for (const segment of this.#row.segments) add(open.segments, segment);
    if (end !== "") add(open.segments, { text: end, look: null });
    open.length += this.#row.length + end.length;
    open.rows += 1;
    this.#row.clear();
    if (open.rows >= CHUNK.rows || open.length >= CHUNK.length) this.#closeChunk(open.isError);
  }

  #switchStream(isError: boolean): void {
    if (this.#row.length > 0) this.#endRow("");
    this.#pending = "";
    this.#closeChunk(isError);
  }

  #closeChunk(isNextError: boolean): void {
    const closed = this.#open;
    this.#open = newChunk(closed.id + 1, isNextError);
    if (closed.segments.length === 0) return;
    if (!this.#isHeadFull) {
      this.#head.push(closed);
      this.#isHeadFull = exceeds(this.#head, HEAD);
      return;
    }
    this.#tail.push(closed);
    while (exceeds(this.#tail.slice(1), TAIL)) this.#skipped += this.#tail.shift()!.length;
  }
}

function newChunk(id: number, isError: boolean): OpenChunk {
  return { id, isError, segments: [], length: 0, rows: 0 };
}

function exceeds(chunks: readonly Chunk[], limit: { rows: number; length: number }): boolean {
  const sum = (of: (chunk: Chunk) => number): number => chunks.reduce((total, chunk) => total + of(chunk), 0);
  return sum(({ rows }) => rows) >= limit.rows || sum(({ length }) => length) >= limit.length;
}
