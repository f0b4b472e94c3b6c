import type { Change } from "./event.ts";
import type { FileRef } from "./file.ts";

/** Files that come to light with the change: made by a cell, or handed over by a message, which may do that once more. */
export function madeFiles(change: Change): readonly FileRef[] {
  switch (change.type) {
    case "cell.output":
      return change.output.kind === "image" ? [change.output.file] : [];
    case "cell.done":
    case "text.done":
      return change.files;
    case "text.started":
      return change.images;
    default:
      return [];
  }
}
