import type { FileRef } from "../../domain/file.ts";
import type { Output } from "../../domain/output.ts";

/** A cell to run next, and the words before it. */
export interface CellToRun {
  readonly say?: string;
  /** Its first line is a comment that becomes the cell's title. */
  readonly code: string;
}

export interface CellResult {
  readonly failed: boolean;
  readonly outputs: readonly Output[];
}

/** Cells, each decided by the results so far, then what they led to. */
export type Steps<T> = Generator<CellToRun, T, CellResult>;

/**
 * What the analyst does about one question, then the answer in Markdown. It must do the same for the same results, as
 * it is played again from its beginning for every step.
 */
export type Playbook = Steps<string>;

/** The question and what it is about. */
export interface Question {
  readonly text: string;
  /** Files that came with it; if none did, those that it names, or that came with the last question that had some. */
  readonly files: readonly FileRef[];
  /** Whether the files came with this question. */
  readonly filesAreNew: boolean;
  /** Files that were made of those to be looked at: unpacked, joined. */
  readonly made: readonly FileRef[];
  /** Names of columns in tables that were shown so far. */
  readonly seen: readonly string[];
}

/** A text as a Python literal. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A text for a Python comment: a line break in it would end the comment, and the rest would run. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");

/** Where a file of the thread is for Python, as a literal. */
export const pathOf = ({ name }: FileRef): string => quoted(`/mnt/data/${name}`);
