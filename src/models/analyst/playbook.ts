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

/**
 * What the analyst does about one question: cells, each decided by the results so far, then the answer in Markdown.
 * It must do the same for the same results, as it is played again from its beginning for every step.
 */
export type Playbook = Generator<CellToRun, string, CellResult>;

/** The question and what it is about. */
export interface Question {
  readonly text: string;
  /** Files that came with it, or, if none did, with the last question that had some. */
  readonly files: readonly FileRef[];
  /** Whether the files came with this question. */
  readonly filesAreNew: boolean;
}

/** A text as a Python literal. */
export const quoted = (text: string): string => JSON.stringify(text);
