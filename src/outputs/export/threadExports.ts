/** The open thread as a document of another kind; each asks where to save it, and opens it. */
export class ThreadExports {
  async notebook(): Promise<void> {
    throw new Error("notebook");
  }

  async markdown(): Promise<void> {
    throw new Error("markdown");
  }

  async python(): Promise<void> {
    throw new Error("python");
  }

  /** Opens the transcript as plain text, for screen readers and for search; nothing is saved. */
  async transcriptAsText(): Promise<void> {
    throw new Error("transcriptAsText");
  }
}
