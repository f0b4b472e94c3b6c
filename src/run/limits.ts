/** What ends a run that does not end by itself. */
export interface RunLimits {
  /** Cells in one run; after them the model has to answer in words. */
  readonly maxCells: number;
  /** Deadline of one cell. */
  readonly cellTimeoutMs: number;
  /** Deadline of the run; the API's 10 minutes. */
  readonly runTimeoutMs: number;
}

export const DEFAULT_LIMITS: RunLimits = { maxCells: 12, cellTimeoutMs: 120_000, runTimeoutMs: 600_000 };
