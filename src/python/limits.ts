/** What ends a session that does not behave. The deadline of a cell is given with the cell. */
export interface SessionLimits {
  /** Resident memory of the Python process. */
  readonly memoryBytes: number;
  /** What one cell may send in all, pictures included; printed text is cut much earlier by the kernel. */
  readonly outputBytes: number;
  /** Size of one file below /mnt/data. */
  readonly fileBytes: number;
}

const MB = 1024 * 1024;

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  memoryBytes: 900 * MB,
  outputBytes: 256 * MB,
  fileBytes: 2048 * MB,
};

const GB = 1024 * MB;

/** How many sessions may be open at once on a machine of so much memory: one for every 3 GB, 2 to 8. */
export function sessionsFor(totalBytes: number): number {
  return Math.min(8, Math.max(2, Math.floor(totalBytes / (3 * GB))));
}

/** How a person raises each limit here, as the end of "To raise it, …"; hosts differ. */
export type HowToRaise = Readonly<Record<keyof SessionLimits | "timeoutMs", string>>;

/** "900 MB" */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / MB)} MB`;
}

/** The sentence to an error of Python's behind which one of the limits stands, or null. */
export function limitBehind(
  error: { readonly name: string; readonly message: string },
  limits: SessionLimits,
  howToRaise: HowToRaise,
): string | null {
  if (error.name === "MemoryError" || error.name === "_ArrayMemoryError") {
    const size = megabytes(limits.memoryBytes);
    return `Python may use ${size} of memory here. To raise the limit, ${howToRaise.memoryBytes}.`;
  }
  if (error.name === "OSError" && error.message.includes("File too large")) {
    const size = megabytes(limits.fileBytes);
    return `A file may have ${size} here. To raise the limit, ${howToRaise.fileBytes}.`;
  }
  return null;
}
