import type { FileArgument, ThreadArgument } from "../manifest.ts";

/** What a person can do with a thread's files. Without an argument: the active editor's file, or the open thread. */
export class OutputActions {
  async show(): Promise<void> {
    throw new Error("show");
  }

  async reveal(_file?: FileArgument): Promise<void> {
    throw new Error("reveal");
  }

  async saveAs(_file?: FileArgument): Promise<void> {
    throw new Error("saveAs");
  }

  async saveAll(_thread?: ThreadArgument): Promise<void> {
    throw new Error("saveAll");
  }

  async compareWithOriginal(_file?: FileArgument): Promise<void> {
    throw new Error("compareWithOriginal");
  }

  async addToWorkspace(): Promise<void> {
    throw new Error("addToWorkspace");
  }
}
